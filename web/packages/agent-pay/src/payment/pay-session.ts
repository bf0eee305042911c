import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PaySession } from '@agentpay/pay-client';
import { baseStyles, buttonStyles, TranslatedElement } from '@agentpay/ui';
import type { PaymentModel } from '../payment-model.js';
import { t, type Key } from '../messages.js';
import { promptFor } from './agent-prompt.js';
import { stateKey, stoppedField } from './session-text.js';
import { amountText } from './amount-text.js';
import { isResolvedByConnector, lookupPlace } from './processor.js';
import './copy-button.js';
import './pay-field.js';

/** One payment: what to say, the captured fields, the outcome, and the buttons. */
@customElement('pay-session')
export class PaySessionPanel extends TranslatedElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--gap-s);
      }
      .amount {
        font-size: var(--text-xl);
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
      .state {
        border-radius: 99px;
        padding: 0.15rem 0.7rem;
        font-size: var(--text-s);
        font-weight: 600;
        background: var(--card-sunk);
        color: var(--ink-soft);
      }
      .state.capturing,
      .state.ready,
      .state.completing {
        background: var(--brand-soft);
        color: var(--brand-strong);
      }
      .state.paid,
      .state.tokenized {
        background: var(--good-soft);
        color: var(--good);
      }
      .state.declined,
      .state.failed {
        background: var(--bad-soft);
        color: var(--bad);
      }
      .state.unconfirmed {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .say {
        background: var(--card-sunk);
        border-radius: var(--round-s);
        padding: var(--gap-m) var(--gap-l);
      }
      .say p {
        font-size: var(--text-l);
      }
      .say.bad {
        background: var(--bad-soft);
      }
      .say .title {
        font-size: var(--text-s);
        color: var(--ink-soft);
        font-weight: 500;
      }
      .say.bad .title {
        color: var(--ink);
      }
      .fields {
        display: grid;
        gap: var(--gap-s);
      }
      .actions {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
        gap: var(--gap-s);
      }
      .ask-again {
        grid-column: 1 / -1;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--gap-xs) var(--gap-m);
        align-items: center;
      }
      dt {
        color: var(--ink-soft);
      }
      dd {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) model!: PaymentModel;
  @property({ attribute: false }) session!: PaySession;
  @property({ attribute: false }) version: unknown;

  protected override updated(): void {
    this.dataset['state'] = this.session.state;
    this.dataset['session'] = this.session.id;
  }

  protected override render() {
    const { session } = this;
    const prompt = promptFor(session);
    return html`<article class="card stack" part="payment" aria-label=${t('fields')}>
      <div class="head">
        <span class="amount">${amountText(session)}</span>
        <span class="state ${session.state}">${t(stateKey(session))}</span>
      </div>
      ${
        session.reference === '' && session.description === ''
          ? nothing
          : html`<p class="small soft">
              ${[session.reference, session.description].filter((x) => x !== '').join(' · ')}
            </p>`
      }
      <div part="prompt" class="say ${prompt.isError ? 'bad' : ''}">
        ${prompt.isSpoken ? html`<div class="title">${t('sayNext')}</div>` : nothing}
        <p>${prompt.text}</p>
      </div>
      ${session.state === 'unconfirmed' ? this.unconfirmedNotice() : nothing}
      ${session.alarm ? html`<p class="notice bad">${t('alarmExplained')}</p>` : nothing}
      ${session.final || session.state === 'unconfirmed' ? this.result() : this.fields()} ${this.actions()}
    </article>`;
  }

  private unconfirmedNotice() {
    const { session, model } = this;
    return html`<div class="notice warn stack">
      <p>${t('unconfirmedExplained')}</p>
      <p>
        ${isResolvedByConnector(session, model.desk) ? t('unconfirmedAsked') : lookupPlace(session, model.desk)}
      </p>
    </div>`;
  }

  private fields() {
    const { session } = this;
    const typing = this.model.live.typing.get(session.id);
    return html`<div class="fields" role="list">
      ${repeat(
        session.fields,
        (field) => field.field,
        (field) =>
          html`<pay-field
            part="field"
            role="listitem"
            .model=${this.model}
            .session=${session}
            .field=${field}
            .typing=${typing}
            .version=${this.version}
          ></pay-field>`,
      )}
    </div>`;
  }

  private result() {
    const outcome = this.session.outcome;
    const lines: [string, string | undefined][] = [
      [t('confirmation'), outcome?.confirmationCode],
      [t('tokenValue'), outcome?.token],
    ];
    const reason = WITH_REASON.has(this.session.state) ? (outcome?.text ?? outcome?.errorCode) : '';
    const shown = lines.filter(([, value]) => value !== undefined && value !== '');
    if (shown.length === 0 && (reason === undefined || reason === '')) return nothing;
    return html`<dl>
      ${shown.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="number">${value}</dd>
            <dd><pay-copy .value=${value ?? ''}></pay-copy></dd>`,
      )}
      ${
        reason === undefined || reason === '' || shown.length > 0
          ? nothing
          : html`<dt>${t('reason')}</dt>
              <dd>${reason}</dd>
              <dd></dd>`
      }
    </dl>`;
  }

  private actions() {
    const { session, model } = this;
    if (model.isSupervisor) return nothing;
    if (session.final || session.state === 'unconfirmed') {
      const isOn = model.live.calls.get(session.call)?.state === 'answered';
      return isOn
        ? html`<div class="row">
            <button type="button" class="brand outlined" @click=${() => model.startDraft(session.call)}>
              ${t(session.state === 'declined' ? 'tryAnotherCard' : 'anotherPayment')}
            </button>
          </div>`
        : html`<p class="soft small">${t('callOverPay')}</p>`;
    }
    const canCancel = ['opening', 'idle', 'capturing', 'ready'].includes(session.state);
    const stopped = stoppedField(session);
    return html`<div class="actions">
      ${
        stopped === undefined
          ? nothing
          : html`<button
              type="button"
              class="ask-again brand large"
              aria-busy=${model.isBusy('capture', `${session.id} ${stopped}`)}
              @click=${() => model.capture(session.id, stopped)}
            >
              ${t('askAgain', { field: t(`field.${stopped}` as Key) })}
            </button>`
      }
      <button
        type="button"
        part="submit"
        class="submit ${stopped === undefined ? 'brand' : ''}"
        ?disabled=${session.state !== 'ready'}
        aria-busy=${session.state === 'completing' || model.isBusy('submit', session.id)}
        @click=${() => model.submit(session.id)}
      >
        ${t(session.total === undefined ? 'submitToken' : 'submit')}
      </button>
      <button
        type="button"
        part="cancel"
        class="cancel outlined"
        ?disabled=${!canCancel}
        aria-busy=${model.isBusy('cancel', session.id)}
        @click=${() => model.cancel(session.id)}
      >
        ${t('cancel')}
      </button>
    </div>`;
  }
}

/** States whose reason is shown. */
const WITH_REASON: ReadonlySet<string> = new Set(['declined', 'failed', 'unconfirmed']);
