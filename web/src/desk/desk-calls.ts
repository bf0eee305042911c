import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Call } from '../pay-client/index.js';
import { base } from '../ui/base.js';
import type { DeskModel } from './model.js';
import { t, type Key } from './words.js';

/** My calls, live. */
@customElement('desk-calls')
export class DeskCalls extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        margin-block-end: var(--gap-s);
      }
      li {
        border: 1px solid var(--line);
        border-radius: var(--round-s);
        padding: var(--gap-s) var(--gap-m);
      }
      li + li {
        margin-block-start: var(--gap-s);
      }
      li.ringing {
        border-color: var(--brand);
        background: var(--brand-soft);
      }
      li.chosen {
        border-color: var(--brand);
        border-inline-start-width: 4px;
      }
      .from {
        font-size: var(--text-l);
        font-weight: 600;
      }
      .choose {
        all: unset;
        cursor: pointer;
        display: block;
      }
      .choose:focus-visible {
        outline: 3px solid var(--brand);
        outline-offset: 2px;
      }
      .actions {
        margin-block-start: var(--gap-s);
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;

  protected override updated(): void {
    const { desk, softphone } = this.model;
    const isHere = desk?.softphone.kind === 'simulator';
    this.dataset['softphone'] = isHere ? (softphone.isConnected ? 'connected' : 'away') : 'none';
  }

  protected override render() {
    const calls = this.model.liveCalls;
    const { desk, softphone, isSupervisor } = this.model;
    const deaf = desk?.softphone.kind === 'simulator' && !softphone.isConnected && !isSupervisor;
    return html`<section class="card" aria-labelledby="calls">
      <h2 id="calls">${t('calls')}</h2>
      ${deaf ? html`<p class="notice warn small">${t('softphoneAway')}</p>` : nothing}
      ${
        calls.length === 0
          ? html`<p class="soft">${t(this.whyNone())}</p>`
          : html`<ul>
              ${repeat(
                calls,
                (call) => call.sid,
                (call) => this.item(call),
              )}
            </ul>`
      }
    </section>`;
  }

  private whyNone(): Key {
    if (this.model.isSupervisor) return 'noCallsSupervisor';
    return this.model.world.me?.agent.availability === 'away' ? 'noCallsAway' : 'noCallsReady';
  }

  private item(call: Call) {
    const isChosen = this.model.call?.sid === call.sid;
    return html`<li class="${call.state} ${isChosen ? 'chosen' : ''}" data-call=${call.sid}>
      <button class="choose" aria-pressed=${isChosen} @click=${() => this.model.choose(call.sid)}>
        <span class="from number" dir="ltr">${call.from}</span>
        <span class="small soft">
          ·
          ${t(STATE[call.state])}${this.model.isSupervisor && call.agent !== undefined ? html` · ${call.agent}` : nothing}
        </span>
      </button>
      ${this.model.isSupervisor ? nothing : this.actions(call)}
    </li>`;
  }

  private actions(call: Call) {
    const leg = this.model.softphone.legs.get(call.sid);
    if (leg?.state === 'ringing') {
      return html`<div class="row actions">
        <wa-button variant="brand" size="s" @click=${() => this.model.answer(call.sid)}
          >${t('answer')}</wa-button
        >
        <wa-button appearance="outlined" size="s" @click=${() => this.model.reject(call.sid)}
          >${t('reject')}</wa-button
        >
      </div>`;
    }
    if (leg?.state === 'answered') {
      return html`<div class="row actions">
        <wa-button appearance="outlined" variant="danger" size="s" @click=${() => this.model.hangUp(call.sid)}
          >${t('hangUp')}</wa-button
        >
      </div>`;
    }
    return call.state === 'arrived' ||
      (call.state === 'ringing' && this.model.desk?.softphone.kind === 'none')
      ? html`<div class="row actions">
          <wa-button size="s" @click=${() => this.model.claim(call.sid)}>${t('claim')}</wa-button>
        </div>`
      : nothing;
  }
}

const STATE: Record<Call['state'], Key> = {
  arrived: 'callArrived',
  ringing: 'callRinging',
  answered: 'callAnswered',
  ended: 'callEnded',
};
