// The page of the simulated customer: the handset, what the agent hears, test cards, faults, and the log.
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ConnectionState } from '@agentpay/http';
import { baseStyles, headerStyles, LANGUAGES, TranslatedElement, type Language } from '@agentpay/ui';
import { chooseLanguage } from '@agentpay/ui/page-language';
import { caption } from './handset/caption.js';
import { Tones } from './handset/tones.js';
import { t, translator, type Key } from './messages.js';
import { PhoneModel } from './phone-model.js';
import { Simulator } from './simulator.js';
import './agent-audio.js';
import './cards/test-cards.js';
import './fault-switches.js';
import './handset/phone-handset.js';
import './wire-log/wire-log.js';

@customElement('phone-page')
export class PhonePage extends TranslatedElement {
  static override styles = [
    baseStyles,
    headerStyles,
    css`
      h1 {
        font-weight: 700;
        letter-spacing: -0.01em;
      }
      h1 span {
        font-weight: 400;
        color: var(--ink-soft);
      }
      main {
        display: grid;
        grid-template-columns: minmax(18rem, 21rem) minmax(18rem, 24rem) minmax(0, 40rem);
        justify-content: center;
        align-items: start;
        gap: var(--gap-l);
        padding: var(--gap-l);
      }
      .side {
        display: grid;
        gap: var(--gap-l);
      }
      @media (max-width: 72rem) {
        main {
          grid-template-columns: minmax(18rem, 21rem) minmax(0, 40rem);
        }
        wire-log {
          grid-column: 1 / -1;
        }
      }
      @media (max-width: 44rem) {
        main {
          grid-template-columns: minmax(0, 1fr);
          padding: var(--gap-m);
          gap: var(--gap-m);
        }
        .side {
          gap: var(--gap-m);
        }
      }
    `,
  ];

  @state() private lastKey = { key: '', at: 0 };
  private readonly tones = new Tones();
  private model!: PhoneModel;
  private readonly keydown = (e: KeyboardEvent) => this.typed(e);

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = t('title');
    document.addEventListener('keydown', this.keydown);
    this.model = new PhoneModel(new Simulator(), {
      changed: () => this.changed(),
      pressed: (key) => {
        this.tones.key(key);
        this.lastKey = { key, at: this.lastKey.at + 1 };
      },
    });
    this.model.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.keydown);
    this.model.close();
    this.tones.playLine(undefined);
  }

  private changed(): void {
    const audio = this.model.call?.hears.kind;
    this.tones.playLine(audio === 'ringing' || audio === 'busy' ? audio : undefined);
    this.requestUpdate();
  }

  /** Forwards keys 0 to 9, * and # to the phone, unless the focus is in an input. */
  private typed(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || !/^[0-9*#]$/.test(e.key)) return;
    const target = e.composedPath()[0];
    if (target instanceof HTMLInputElement && target.type !== 'range' && target.type !== 'checkbox') return;
    if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return;
    if (!this.model.isOnCall) return;
    e.preventDefault();
    this.model.press(e.key);
  }

  private setLanguage(e: Event): void {
    chooseLanguage((e.target as HTMLSelectElement).value as Language);
    document.title = t('title');
    this.requestUpdate();
  }

  private mute(e: Event): void {
    this.tones.use((e.target as HTMLInputElement).checked);
    this.changed();
  }

  protected override render() {
    const { model } = this;
    // A new object makes every part render on every change. There are few parts, and Lit updates only what differs.
    const version = {};
    return html`
      ${this.header()}
      <main>
        <phone-handset .model=${model} .version=${version} .lastKey=${this.lastKey}></phone-handset>
        <div class="side">
          <agent-audio .model=${model} .version=${version}></agent-audio>
          <test-cards .model=${model} .version=${version}></test-cards>
          <fault-switches .model=${model} .version=${version}></fault-switches>
        </div>
        <wire-log .model=${model} .version=${version}></wire-log>
      </main>
      <div class="unseen" role="status" aria-live="polite">${this.announcement()}</div>
    `;
  }

  private header() {
    const { connection } = this.model;
    return html`<header>
        <h1>AgentPay <span>${t('phone')}</span></h1>
        <span class="connection small ${connection.state}" data-connection=${connection.state}>
          <span class="dot" aria-hidden="true"></span>
          <span>${t(CONNECTION[connection.state])}</span>
        </span>
        <span class="grow"></span>
        <wa-switch size="s" ?checked=${this.tones.on} @change=${this.mute}>${t('tones')}</wa-switch>
        <label class="small"
          ><span class="unseen">${t('language')}</span>
          <select @change=${this.setLanguage}>
            ${LANGUAGES.map(
              (l) =>
                html`<option value=${l} ?selected=${l === translator.language}>
                  ${l === 'en' ? 'English' : 'Español'}
                </option>`,
            )}
          </select>
        </label>
      </header>
      ${
        connection.state === 'waiting' || connection.state === 'closed'
          ? html`<div class="lost">
              <span>${t(connection.state === 'closed' ? 'connectionRefused' : 'connectionStale')}</span>
              ${
                connection.state === 'waiting'
                  ? html`<wa-button size="s" appearance="outlined" @click=${() => this.model.retryNow()}
                      >${t('retryNow')}</wa-button
                    >`
                  : nothing
              }
            </div>`
          : nothing
      }`;
  }

  /** Announcement for screen readers: what the customer hears. */
  private announcement(): string {
    if (this.model.connection.state === 'waiting') return t('connectionWaiting');
    return caption(this.model);
  }
}

const CONNECTION: Record<ConnectionState['state'], Key> = {
  connecting: 'connectionConnecting',
  live: 'connectionLive',
  checking: 'connectionChecking',
  waiting: 'connectionWaiting',
  closed: 'connectionClosed',
};
