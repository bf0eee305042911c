// The root element: the sign-in, then the desk.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Change, Login } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement, type Language } from '@agentpay/ui';
import { announcement, soundOf } from './announcements/change-announcements.js';
import { Sounds } from './announcements/sounds.js';
import { NOTHING_ANNOUNCED, statusAnnouncements } from './announcements/status-announcements.js';
import { storeClaim } from './claim/claim-storage.js';
import { DeskModel } from './desk-model.js';
import { warnOnLeave } from './leave-warning.js';
import { t, translator, type Key, type Text } from './messages.js';
import { reportActivity } from './sign-in/activity-report.js';
import { storeLogin, loadLogin } from './sign-in/login-storage.js';
import './calls/desk-calls.js';
import './claim/desk-claim.js';
import './desk-header.js';
import './payment/pay-form.js';
import './payment/pay-session.js';
import './sign-in/desk-sign-in.js';
import './today/desk-today.js';

/** Number of announcements in the live region. A screen reader reads each one once, when it is added. */
const MAX_ANNOUNCEMENTS = 5;

@customElement('pay-desk')
export class PayDesk extends TranslatedElement {
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
  /** Why the user has to sign in again. */
  @state() private signedOut: Text | undefined;
  /** The last announcements. There are several, so that none is lost when two come at once. */
  @state() private announcements: readonly { id: number; text: string }[] = [];
  private readonly sounds = new Sounds();
  private announced = NOTHING_ANNOUNCED;
  private stopWarning: () => void = () => {};
  private stopReporting: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t('title');
    this.stopWarning = warnOnLeave(() => this.model);
    this.stopReporting = reportActivity(() => this.model?.reportActivity());
    const login = loadLogin();
    if (login !== undefined) this.open(login);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWarning();
    this.stopReporting();
    this.model?.close();
  }

  private open(login: Login): void {
    storeLogin(login);
    this.signedOut = undefined;
    this.model = new DeskModel(login, {
      changed: () => {
        this.announceStatus();
        this.requestUpdate();
      },
      happened: (change) => this.happened(change),
      signedOut: (minutes) =>
        this.leave(() => (minutes === undefined ? t('signedOut') : t('signedOutIdle', { minutes }))),
    });
  }

  private signOut(): void {
    this.model?.signOut();
    storeClaim(undefined);
    this.leave(undefined);
  }

  private leave(signedOut: Text | undefined): void {
    storeLogin(undefined);
    this.model?.close();
    this.model = undefined;
    this.announced = NOTHING_ANNOUNCED;
    this.signedOut = signedOut;
  }

  /** Whether the focus was in the claim's notice, which is removed when the call arrives. */
  private wasClaimFocused = false;

  protected override willUpdate(): void {
    this.wasClaimFocused = this.shadowRoot?.activeElement?.localName === 'desk-claim';
  }

  protected override updated(): void {
    if (this.wasClaimFocused && this.shadowRoot?.activeElement === null) {
      this.renderRoot.querySelector<HTMLElement>('.work')?.focus();
    }
  }

  private happened(change: Change): void {
    const sound = soundOf(change);
    if (sound !== undefined) this.sounds.play(sound);
    const text = announcement(change);
    if (text !== undefined) this.announce(text);
  }

  private announce(text: string): void {
    const id = (this.announcements.at(-1)?.id ?? 0) + 1;
    this.announcements = [...this.announcements, { id, text }].slice(-MAX_ANNOUNCEMENTS);
  }

  private announceStatus(): void {
    if (this.model === undefined) return;
    const [texts, announced] = statusAnnouncements(this.model, this.announced);
    this.announced = announced;
    texts.forEach((text) => this.announce(text));
  }

  private setLanguage(language: Language): void {
    translator.use(language);
    document.title = t('title');
    this.announcements = []; // a screen reader has read them, in the other language
  }

  protected override render() {
    return html`
      ${
        this.model === undefined
          ? html`<desk-sign-in
              .signedOut=${this.signedOut}
              .language=${translator.language}
              @signed-in=${(e: CustomEvent<Login>) => this.open(e.detail)}
              @language=${(e: CustomEvent<Language>) => this.setLanguage(e.detail)}
            ></desk-sign-in>`
          : this.desk(this.model)
      }
      <div class="unseen" role="status" aria-live="polite">
        ${repeat(
          this.announcements,
          ({ id }) => id,
          ({ text }) => html`<p>${text}</p>`,
        )}
      </div>
    `;
  }

  private desk(model: DeskModel) {
    // A new object makes every part render on every change. There are few parts, and Lit updates only what differs.
    const version = {};
    return html`
      <desk-header
        .model=${model}
        .version=${version}
        .sounds=${this.sounds}
        @language=${(e: CustomEvent<Language>) => this.setLanguage(e.detail)}
        @sign-out=${() => this.signOut()}
      ></desk-header>
      <main>
        <aside>
          <desk-calls .model=${model} .version=${version}></desk-calls>
          <desk-today .model=${model} .version=${version}></desk-today>
        </aside>
        <section class="work stack" tabindex="-1" aria-label=${t('newPayment')}>
          ${
            model.uuiClaim.current === undefined
              ? nothing
              : html`<desk-claim .model=${model} .version=${version}></desk-claim>`
          }
          ${model.error === undefined ? nothing : html`<p class="notice bad" role="alert">${model.error()}</p>`}
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
      return html`<p class="card empty soft">${t(emptyReason(model))}</p>`;
    }
    return html`<pay-form .model=${model} .call=${call} .desk=${model.desk}></pay-form>`;
  }
}

/** Why no payment is shown. */
function emptyReason({ isSupervisor, selection }: DeskModel): Key {
  if (!isSupervisor) return 'noCallChosen';
  if (selection.call !== undefined) return 'noPayment';
  return selection.liveCalls.length > 0 ? 'noCallPicked' : 'noCallsSupervisor';
}
