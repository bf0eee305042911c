import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Call } from '@agentpay/pay-client';
import { baseStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { t, translator, type Key } from '../messages.js';
import { callOf, type Leg } from '../softphone/softphone.js';
import { STATE, customerNumber } from './call-text.js';
import { callsStyles } from './calls-styles.js';
import { legActions } from './leg-actions.js';
import '../claim/desk-take-over.js';
import '../softphone/desk-softphone.js';
import './assign-call.js';
import './desk-dial.js';

/** The agent's live calls. Supervisors see all live calls, unassigned ones first. */
@customElement('desk-calls')
export class DeskCalls extends TranslatedElement {
  static override styles = [baseStyles, callsStyles];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) version: unknown;

  /** The call that had the focus before the update. Restores the focus if the focused button is gone. */
  private focused: string | undefined;

  protected override willUpdate(): void {
    const at = this.shadowRoot?.activeElement?.closest<HTMLElement>('li[data-call]');
    this.focused = at?.dataset['call'];
  }

  protected override updated(): void {
    if (this.focused !== undefined && this.shadowRoot?.activeElement === null) {
      this.renderRoot.querySelector<HTMLElement>(`li[data-call="${this.focused}"] .choose`)?.focus();
    }
    const { desk, softphone } = this.model;
    const kind = desk?.softphone.kind ?? 'none';
    this.dataset['softphone'] = kind === 'none' ? 'none' : softphone.isConnected ? 'connected' : 'away';
  }

  protected override render() {
    const { model, version } = this;
    const calls = model.selection.liveCalls;
    const legs = model.legsWithoutCall;
    const unmatched = model.isSupervisor ? calls.filter((call) => call.agent === undefined) : [];
    return html`<section class="card" aria-label=${t('calls')}>
      <desk-softphone .model=${model} .version=${version}></desk-softphone>
      ${this.missed()}
      ${calls.length + legs.length === 0 ? html`<p class="soft">${t(this.emptyReason())}</p>` : nothing}
      ${unmatched.length > 0 ? html`<h3>${t('unmatched')}</h3>` : nothing} ${this.list(unmatched, [])}
      ${unmatched.length > 0 && unmatched.length < calls.length ? html`<h3>${t('matched')}</h3>` : nothing}
      ${this.list(
        calls.filter((call) => !unmatched.includes(call)),
        legs,
      )}
      ${model.isSupervisor ? nothing : this.tools()}
    </section>`;
  }

  private missed() {
    const missed = this.model.missed.newestFirst;
    if (missed.length === 0) return nothing;
    const time = new Intl.DateTimeFormat(translator.language, { hour: '2-digit', minute: '2-digit' });
    return html`<div class="notice warn small missed">
      <div>
        ${missed.map(
          ({ call, at }) =>
            html`<p>
              ${t('callMissed', { from: customerNumber(call) || t('numberWithheld'), time: time.format(at) })}
            </p>`,
        )}
      </div>
      <wa-button size="s" appearance="plain" @click=${() => this.model.dismissMissed()}
        >${t('claimDrop')}</wa-button
      >
    </div>`;
  }

  private list(calls: readonly Call[], legs: readonly Leg[]) {
    if (calls.length + legs.length === 0) return nothing;
    return html`<ul>
      ${repeat(
        legs,
        (leg) => leg.id,
        (leg) => this.legItem(leg),
      )}
      ${repeat(
        calls,
        (call) => call.sid,
        (call) => this.item(call),
      )}
    </ul>`;
  }

  private tools() {
    const { desk } = this.model;
    return html`${
      desk?.softphone.canDial === true && desk.softphone.kind !== 'none'
        ? html`<desk-dial .model=${this.model} .version=${this.version}></desk-dial>`
        : nothing
    }
    ${desk?.claimBySid === true ? html`<desk-take-over .model=${this.model}></desk-take-over>` : nothing}`;
  }

  private emptyReason(): Key {
    const { desk, softphone, isSupervisor } = this.model;
    if (isSupervisor) return 'noCallsSupervisor';
    if (desk !== undefined && desk.softphone.kind !== 'none' && !softphone.isOn) return 'noCalls';
    return this.model.live.me?.agent.availability === 'away' ? 'noCallsAway' : 'noCallsReady';
  }

  private item(call: Call) {
    const { model } = this;
    const isChosen = model.selection.call?.sid === call.sid;
    return html`<li class="${call.state} ${isChosen ? 'chosen' : ''}" data-call=${call.sid}>
      <button class="choose" aria-pressed=${isChosen} @click=${() => model.selection.choose(call.sid)}>
        <span class="from number" dir="ltr">${customerNumber(call) || t('numberWithheld')}</span>
        <span class="small soft">
          ·
          ${t(STATE[call.state])}${model.isSupervisor && call.agent !== undefined ? html` · ${call.agent}` : nothing}
        </span>
        ${
          call.uui === undefined
            ? nothing
            : html`<span class="id small soft">${t('callId', { uui: call.uui })}</span>`
        }
      </button>
      ${
        model.isSupervisor
          ? html`<assign-call .model=${model} .call=${call} .version=${this.version}></assign-call>`
          : this.actions(call)
      }
    </li>`;
  }

  /** A leg on this page's softphone whose call is not known yet, or now belongs to another agent. */
  private legItem(leg: Leg) {
    const call = callOf(leg, this.model.live.calls.values());
    const own: Key = leg.direction === 'outbound' ? 'callDialling' : LEG_STATE[leg.state];
    return html`<li class=${leg.state} data-leg=${leg.id}>
      <span class="from number" dir="ltr">${leg.number}</span>
      <span class="small soft"
        >·
        ${t(call === undefined ? own : STATE[call.state])}${call?.agent === undefined ? nothing : html` · ${call.agent}`}</span
      >
      ${legActions(this.model, leg)}
    </li>`;
  }

  private actions(call: Call) {
    const leg = this.model.legOf(call);
    if (leg !== undefined) return legActions(this.model, leg);
    const ringsElsewhere = call.state === 'ringing' && !this.model.softphone.isOn;
    return call.state === 'arrived' || call.agent === undefined || ringsElsewhere
      ? html`<div class="row actions">
          <wa-button
            size="s"
            ?loading=${this.model.isBusy('claim', call.sid)}
            @click=${() => this.model.claim(call.sid)}
            >${t('claim')}</wa-button
          >
        </div>`
      : nothing;
  }
}

const LEG_STATE: Record<Leg['state'], Key> = {
  ringing: 'callRinging',
  connecting: 'callConnecting',
  answered: 'callAnswered',
};
