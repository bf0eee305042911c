// Starting a payment: one idempotency key per draft, and the questions before a second payment.
import { html, nothing, type TemplateResult } from 'lit';
import { ProblemError, money, serverClock, type PaySession, type StartRequest } from '@agentpay/pay-client';
import { problemText, t, translator, type Text } from '../messages.js';
import type { PaymentModel } from '../payment-model.js';

type Starter = Pick<PaymentModel, 'start' | 'drafts' | 'endDraft'>;

export class StartAttempt {
  busy = false;
  error: Text | undefined;
  /** The last payment on the call may have charged the customer; the agent has to confirm another. */
  mustConfirm = false;
  /** The payment of the same amount that was just taken, while the agent has not confirmed another. */
  private same: PaySession | undefined;
  private sameIsConfirmed = false;
  private key = crypto.randomUUID();
  /** The request that a question is about. */
  private asked: StartRequest | undefined;

  constructor(private readonly changed: () => void) {}

  /** The draft has changed: it is another payment. A retry of the same draft keeps its key and starts one payment. */
  reset(): void {
    this.key = crypto.randomUUID();
    this.mustConfirm = false;
    this.same = undefined;
    this.sameIsConfirmed = false;
    this.error = undefined;
    this.changed();
  }

  /** Sends the request, unless the agent has to answer a question first. Returns whether a payment has started. */
  async send(model: Starter, request: StartRequest): Promise<boolean> {
    if (this.busy) return false;
    this.asked = request;
    this.same = this.sameIsConfirmed
      ? undefined
      : repeated(request, model.drafts.sessionsOn(request.call.sid ?? ''));
    this.changed();
    if (this.same !== undefined) return false;
    this.busy = true;
    this.error = undefined;
    this.changed();
    try {
      await model.start(request, this.key);
      this.reset();
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.kind === 'may-have-charged') this.mustConfirm = true;
      else this.error = () => problemText(error);
      return false;
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  /** The error or the question, for the form to show. */
  render(model: Starter): TemplateResult | typeof nothing {
    if (this.error !== undefined) return html`<p class="notice bad" role="alert">${this.error()}</p>`;
    if (this.mustConfirm) return this.question(model, t('mayHaveCharged'), () => this.confirmCharge(model));
    return this.same === undefined
      ? nothing
      : this.question(model, sameText(this.same), () => this.confirmSame(model));
  }

  private confirmCharge(model: Starter): Promise<boolean> {
    if (this.asked === undefined) return Promise.resolve(false);
    this.mustConfirm = false;
    this.key = crypto.randomUUID();
    return this.send(model, { ...this.asked, confirmMayHaveCharged: true });
  }

  private confirmSame(model: Starter): Promise<boolean> {
    this.sameIsConfirmed = true;
    return this.asked === undefined ? Promise.resolve(false) : this.send(model, this.asked);
  }

  private question(model: Starter, text: string, confirm: () => unknown) {
    const call = this.asked?.call.sid ?? '';
    return html`<div class="notice warn stack" role="alert">
      <p>${text}</p>
      <div class="row">
        <button type="button" class="small warn" @click=${confirm}>${t('confirmAnother')}</button>
        <button type="button" class="small outlined" @click=${() => model.endDraft(call)}>
          ${t('goBack')}
        </button>
      </div>
    </div>`;
  }
}

/** The newest payment on the call that took the same total; `undefined` if there is none. */
export function repeated(request: StartRequest, sessions: readonly PaySession[]): PaySession | undefined {
  const { amount, currency, tip } = request;
  if (amount === undefined || currency === undefined) return undefined;
  const total = tip === undefined ? amount : money.add(amount, tip, currency);
  return sessions.find((it) => it.state === 'paid' && it.total === total && it.currency === currency);
}

function sameText(paid: PaySession): string {
  const minutes = Math.max(1, Math.round((serverClock.now() - Date.parse(paid.stateSince)) / 60_000));
  const ago = new Intl.RelativeTimeFormat(translator.language).format(-minutes, 'minute');
  return t('sameAmount', {
    amount: money.format(paid.total ?? '', paid.currency, translator.language),
    ago,
  });
}
