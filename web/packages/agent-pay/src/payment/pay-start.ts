import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { money, type StartRequest } from '@agentpay/pay-client';
import { baseStyles, buttonStyles, TranslatedElement } from '@agentpay/ui';
import { t, translator, type Text } from '../messages.js';
import type { PaymentModel } from '../payment-model.js';
import { StartAttempt } from './start-attempt.js';

/** Longest amount in characters. A card number has 12 digits or more, so it cannot be typed here. */
const MAX_AMOUNT_LENGTH = 11;

/** What the page around the element has decided about the payment. */
export type StartTerms = Omit<StartRequest, 'call' | 'amount'> & {
  /** 0 saves the card; `undefined` lets the agent type an amount. */
  amount?: string | undefined;
};

/** Starts a payment: a button, and an amount if the page has not set it. */
@customElement('pay-start')
export class PayStart extends TranslatedElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      label {
        display: grid;
        gap: var(--gap-xs);
        font-size: var(--text-s);
      }
      input {
        inline-size: 100%;
        min-block-size: 2.5rem;
        padding: 0 var(--gap-m);
        border: 1px solid var(--line-strong);
        border-radius: var(--round-s);
        background: var(--card);
        color: var(--ink);
        font: 400 var(--text-l) / 1.2 var(--font);
      }
      .hint {
        min-block-size: 1.4em;
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) model!: PaymentModel;
  /** The call to take the payment on. */
  @property({ attribute: false }) call!: string;
  @property({ attribute: false }) terms: StartTerms = {};
  @property({ attribute: false }) version: unknown;
  @state() private amount = '';
  @state() private invalid: Text | undefined;
  private readonly attempt = new StartAttempt(() => this.requestUpdate());

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('call') || changed.has('terms')) this.attempt.reset();
  }

  protected override render() {
    const { terms } = this;
    return html`<form class="card stack" part="start" @submit=${this.submit} novalidate>
      ${this.attempt.render(this.model)}
      ${
        terms.reference === undefined && terms.description === undefined
          ? nothing
          : html`<p class="small soft">
              ${[terms.reference, terms.description].filter(Boolean).join(' · ')}
            </p>`
      }
      ${terms.amount === undefined ? this.amountInput() : nothing}
      <button
        type="submit"
        part="take"
        class="brand large"
        aria-busy=${this.attempt.busy}
        ?disabled=${this.attempt.mustConfirm}
      >
        ${this.label()}
      </button>
    </form>`;
  }

  /** The amount that the page has set, with the currency's decimals. */
  private get set(): string | undefined {
    const { amount } = this.terms;
    return amount === undefined ? undefined : (money.parse(amount, this.currency) ?? amount);
  }

  private label(): string {
    const amount = this.set;
    if (amount === undefined) return t('takePayment');
    if (Number(amount) === 0) return t('saveCard');
    return t('takeAmount', { amount: money.format(amount, this.currency, translator.language) });
  }

  private amountInput() {
    return html`<label
      >${t('amount')} (${this.currency})
      <input
        inputmode="decimal"
        autocomplete="off"
        maxlength=${MAX_AMOUNT_LENGTH}
        aria-invalid=${this.invalid !== undefined}
        aria-describedby="hint"
        .value=${this.amount}
        @input=${this.typed}
      />
      <span id="hint" class="hint">${this.invalid?.() ?? nothing}</span>
    </label>`;
  }

  private get currency(): string {
    return this.terms.currency ?? this.model.desk?.defaultCurrency ?? 'USD';
  }

  private typed(e: Event): void {
    const input = e.target as HTMLInputElement;
    this.invalid = undefined;
    this.amount = input.value;
    this.attempt.reset();
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    const amount = this.set ?? money.parse(this.amount, this.currency);
    if (amount === undefined || (this.set === undefined && Number(amount) === 0)) {
      const example = money.decimals(this.currency) === 0 ? '42' : '42.50';
      this.invalid = () => t('amountWrong', { example });
      await this.updateComplete;
      this.renderRoot.querySelector('input')?.focus();
      return;
    }
    const { amount: _, ...terms } = this.terms;
    const request: StartRequest = { ...terms, call: { sid: this.call }, currency: this.currency };
    if (Number(amount) !== 0) request.amount = amount;
    if (await this.attempt.send(this.model, request)) this.amount = '';
  }
}
