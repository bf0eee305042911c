// The page: who signs in sees the desk.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Change, Login } from '@agentpay/pay-client';
import { baseStyles, type Language } from '@agentpay/ui';
import { announcement, soundOf } from './announcements/change-announcements.js';
import { storeClaim } from './claim/claim-storage.js';
import { storeLogin, loadLogin } from './sign-in/login-storage.js';
import { DeskModel } from './desk-model.js';
import { Sounds } from './announcements/sounds.js';
import { NOTHING_ANNOUNCED, statusAnnouncements } from './announcements/status-announcements.js';
import { t, translator, type Key } from './messages.js';
import './calls/desk-calls.js';
import './claim/desk-claim.js';
import './desk-header.js';
import './sign-in/desk-sign-in.js';
import './today/desk-today.js';
import './payment/pay-form.js';
import './payment/pay-session.js';

/** How many announcements stay: a screen reader reads what is added, once. */
const KEPT = 5;

@customElement('pay-desk')
export class PayDesk extends LitElement {
  static override styles = [
    baseStyles,
    css`
      main {
        display: grid;
        grid-template-columns: minmax(16rem, 22rem) minmax(0, 44rem);
        justify-content: center;
        gap: var(--gap-l);
        padding: var(--gap-l);
        align-items: start;
      }
      aside {
        display: grid;
        gap: var(--gap-l);
      }
      @media (max-width: 52rem) {
        main {
          grid-template-columns: minmax(0, 1fr);
          padding: var(--gap-m);
        }
        aside {
          display: contents;
        }
        desk-calls {
          order: 1;
        }
        .work {
          order: 2;
        }
        desk-today {
          order: 3;
        }
      }
      .empty {
        text-align: center;
        padding-block: 3rem;
      }
    `,
  ];

  @state() private model: DeskModel | undefined;
  @state() private ended = false;
  /** What was said last. Each stays for a while beside the next, so that none is lost when two come at once. */
  @state() private spoken: readonly { id: number; text: string }[] = [];
  private readonly sounds = new Sounds();
  private told = NOTHING_ANNOUNCED;

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t('title');
    const login = loadLogin();
    if (login !== undefined) this.open(login);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model?.close();
  }

  private open(login: Login): void {
    storeLogin(login);
    this.ended = false;
    this.model = new DeskModel(login, {
      changed: () => {
        this.tell();
        this.requestUpdate();
      },
      happened: (change) => this.happened(change),
      signedOut: () => this.leave(true),
    });
  }

  private leave(ended: boolean): void {
    storeLogin(undefined);
    if (!ended) storeClaim(undefined);
    this.model?.close();
    this.model = undefined;
    this.told = NOTHING_ANNOUNCED;
    this.ended = ended;
  }

  /** Whether the focus was on something about a claim, which goes when the call is here. */
  private wasOnClaim = false;

  protected override willUpdate(): void {
    this.wasOnClaim = this.shadowRoot?.activeElement?.localName === 'desk-claim';
  }

  protected override updated(): void {
    if (this.wasOnClaim && this.shadowRoot?.activeElement === null) {
      this.renderRoot.querySelector<HTMLElement>('.work')?.focus();
    }
  }

  private happened(change: Change): void {
    const sound = soundOf(change);
    if (sound !== undefined) this.sounds.play(sound);
    const said = announcement(change);
    if (said !== undefined) this.say(said);
  }

  private say(text: string): void {
    const id = (this.spoken.at(-1)?.id ?? 0) + 1;
    this.spoken = [...this.spoken, { id, text }].slice(-KEPT);
  }

  private tell(): void {
    if (this.model === undefined) return;
    const [news, told] = statusAnnouncements(this.model, this.told);
    this.told = told;
    news.forEach((text) => this.say(text));
  }

  private speak(language: Language): void {
    translator.use(language);
    document.title = t('title');
    this.requestUpdate();
  }

  protected override render() {
    return html`
      ${
        this.model === undefined
          ? html`<desk-sign-in
              .ended=${this.ended}
              .language=${translator.language}
              @signed-in=${(e: CustomEvent<Login>) => this.open(e.detail)}
              @language=${(e: CustomEvent<Language>) => this.speak(e.detail)}
            ></desk-sign-in>`
          : this.desk(this.model)
      }
      <div class="unseen" role="status" aria-live="polite">
        ${repeat(
          this.spoken,
          ({ id }) => id,
          ({ text }) => html`<p>${text}</p>`,
        )}
      </div>
    `;
  }

  private desk(model: DeskModel) {
    // Each part draws anew whenever anything changes: they are few, and Lit touches what differs.
    const version = {};
    return html`
      <desk-header
        .model=${model}
        .version=${version}
        .sounds=${this.sounds}
        @language=${(e: CustomEvent<Language>) => this.speak(e.detail)}
        @sign-out=${() => this.leave(false)}
      ></desk-header>
      <main>
        <aside>
          <desk-calls .model=${model} .version=${version}></desk-calls>
          <desk-today .model=${model} .version=${version}></desk-today>
        </aside>
        <section class="work stack" tabindex="-1" aria-label=${t('newPayment')}>
          ${
            model.uuiClaim.now === undefined
              ? nothing
              : html`<desk-claim .model=${model} .version=${version}></desk-claim>`
          }
          ${
            model.trouble === undefined
              ? nothing
              : html`<p class="notice bad" role="alert">${model.trouble}</p>`
          }
          ${this.work(model, version)}
        </section>
      </main>
    `;
  }

  private work(model: DeskModel, version: object) {
    const session = model.selection.session;
    if (session !== undefined) {
      return html`<pay-session .model=${model} .session=${session} .version=${version}></pay-session>`;
    }
    const call = model.selection.call;
    if (call?.state !== 'answered' || model.desk === undefined || model.isSupervisor) {
      return html`<p class="card empty soft">${t(whyEmpty(model))}</p>`;
    }
    return html`<pay-form .model=${model} .call=${call} .desk=${model.desk}></pay-form>`;
  }
}

/** Why there is nothing to work on. */
function whyEmpty({ isSupervisor, selection }: DeskModel): Key {
  if (!isSupervisor) return 'noCallChosen';
  if (selection.call !== undefined) return 'noPayment';
  return selection.liveCalls.length > 0 ? 'noCallPicked' : 'noCallsSupervisor';
}
