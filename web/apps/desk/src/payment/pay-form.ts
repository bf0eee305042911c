import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { StartAttempt } from '@agentpay/agent-pay';
import { looksLikeCard, money, type Call, type Desk, type FieldName } from '@agentpay/pay-client';
import { baseStyles, buttonStyles, TranslatedElement } from '@agentpay/ui';
import type { DeskModel } from '../desk-model.js';
import { t, translator, type Text } from '../messages.js';
import {
  CARD_TYPES,
  draftFrom,
  emptyDraft,
  repeatable,
  toStartRequest,
  totalsOf,
  type Draft,
  type InvalidField,
} from './payment-draft.js';

/** The currencies that are offered first. */
const CURRENCIES = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'MXN', 'CHF', 'JPY'];

/** Free text. It must not contain a card number. */
const FREE_TEXTS = ['reference', 'description', 'accountName'] as const;
type FreeText = (typeof FREE_TEXTS)[number];

/** Form that prepares a payment and starts it. */
@customElement('pay-form')
export class PayForm extends TranslatedElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      form {
        gap: var(--gap-l);
      }
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(7rem, 9rem);
        gap: var(--gap-m);
        align-items: start;
      }
      @media (max-width: 30rem) {
        .pair.tip {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .invalid::part(hint) {
        color: var(--bad);
      }
      .total {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        font-size: var(--text-l);
        border-block-start: 1px solid var(--line);
        padding-block-start: var(--gap-m);
      }
      .total strong {
        font-size: var(--text-xl);
        font-variant-numeric: tabular-nums;
      }
      wa-radio-group::part(form-control-input) {
        flex-wrap: wrap;
      }
    `,
  ];

  @property({ attribute: false }) model!: DeskModel;
  @property({ attribute: false }) call!: Call;
  @property({ attribute: false }) desk!: Desk;
  @state() private draft: Draft | undefined;
  @state() private invalid: Partial<Record<keyof Draft, Text>> = {};
  private readonly attempt = new StartAttempt(() => this.requestUpdate());
  private draftFor = '';

  protected override willUpdate(): void {
    if (this.draft === undefined || this.draftFor !== this.call.sid) {
      this.draftFor = this.call.sid;
      const last = this.model.drafts.sessionsOn(this.call.sid)[0];
      this.draft = last?.state === 'declined' ? draftFrom(last, this.desk) : emptyDraft(this.desk);
      this.attempt.reset();
    }
  }

  protected override render() {
    const draft = this.draft as Draft;
    const isCharge = draft.purpose === 'charge';
    return html`<form class="card stack" @submit=${this.submit} novalidate>
      <h2>${t(this.model.drafts.sessionsOn(this.call.sid).length > 0 ? 'anotherPayment' : 'newPayment')}</h2>
      ${this.attempt.render(this.model)}
      <wa-radio-group
        label=${t('purpose')}
        orientation="horizontal"
        .value=${draft.purpose}
        @change=${this.set('purpose')}
      >
        <wa-radio appearance="button" value="charge">${t('charge')}</wa-radio>
        <wa-radio appearance="button" value="token">${t('token')}</wa-radio>
      </wa-radio-group>
      ${isCharge ? this.amounts(draft) : nothing} ${this.text('reference', t('reference'), 64)}
      <wa-details summary=${t('more')} appearance="outlined">
        <div class="stack">
          ${this.text('description', t('description'), 200)}
          <wa-input
            data-field="inputTimeout"
            label=${t('inputTimeout')}
            inputmode="numeric"
            autocomplete="off"
            maxlength="3"
            .value=${draft.inputTimeout}
            hint=${this.invalid.inputTimeout?.() ?? t('inputTimeoutHint')}
            class=${this.invalid.inputTimeout === undefined ? '' : 'invalid'}
            @input=${this.set('inputTimeout')}
          ></wa-input>
          <wa-radio-group
            label=${t('method')}
            orientation="horizontal"
            .value=${draft.method}
            @change=${this.set('method')}
          >
            <wa-radio appearance="button" value="credit-card">${t('methodCard')}</wa-radio>
            <wa-radio appearance="button" value="ach-debit">${t('methodBank')}</wa-radio>
          </wa-radio-group>
          ${
            draft.method === 'credit-card'
              ? html`<wa-switch .checked=${draft.postalCode} @change=${this.check('postalCode')}
                    >${t('postalCodeToo')}</wa-switch
                  >${this.brands(draft)}${this.twice(draft)}`
              : html`${this.text('accountName', t('accountName'), 100)} ${this.accountTypes(draft)}`
          }
          ${
            isCharge
              ? nothing
              : html`<wa-radio-group
                  label=${t('tokenType')}
                  orientation="horizontal"
                  .value=${draft.tokenType}
                  @change=${this.set('tokenType')}
                >
                  <wa-radio appearance="button" value="reusable">${t('tokenReusable')}</wa-radio>
                  <wa-radio appearance="button" value="one-time">${t('tokenOneTime')}</wa-radio>
                </wa-radio-group>`
          }
          ${
            this.desk.connectors.length > 1
              ? html`<wa-select
                  label=${t('connector')}
                  .value=${draft.connector}
                  @change=${this.set('connector')}
                >
                  ${this.desk.connectors.map((c) => html`<wa-option value=${c.name}>${c.name}</wa-option>`)}
                </wa-select>`
              : nothing
          }
        </div>
      </wa-details>
      ${isCharge ? this.total(draft) : nothing}
      <wa-button
        type="submit"
        variant="brand"
        size="l"
        ?loading=${this.attempt.busy}
        ?disabled=${this.attempt.mustConfirm}
        >${t('takePayment')}</wa-button
      >
    </form>`;
  }

  private accountTypes(draft: Draft) {
    // The list shows the text that its chosen option had when it was chosen: another language needs a new list.
    return keyed(
      translator.language,
      html`<wa-select
        label=${t('accountType')}
        .value=${draft.accountType}
        @change=${this.set('accountType')}
      >
        <wa-option value="consumer-checking">${t('accountChecking')}</wa-option>
        <wa-option value="consumer-savings">${t('accountSavings')}</wa-option>
        <wa-option value="commercial-checking">${t('accountCommercial')}</wa-option>
      </wa-select>`,
    );
  }

  private amounts(draft: Draft) {
    const known = this.desk.currencies.map((currency) => currency.code);
    const common = CURRENCIES.filter((code) => known.includes(code));
    const currencies = [...new Set([this.desk.defaultCurrency, ...common, ...known])];
    return html`<div class="pair">
        <wa-input
          data-field="amount"
          label=${t('amount')}
          inputmode="decimal"
          autocomplete="off"
          maxlength="16"
          required
          .value=${draft.amount}
          hint=${this.invalid.amount?.() ?? ''}
          class=${this.invalid.amount === undefined ? '' : 'invalid'}
          @input=${this.set('amount')}
        ></wa-input>
        <wa-select label=${t('currency')} .value=${draft.currency} @change=${this.set('currency')}>
          ${currencies.map((c) => html`<wa-option value=${c}>${c}</wa-option>`)}
        </wa-select>
      </div>
      <div class="pair tip">
        <wa-radio-group
          label=${t('tip')}
          orientation="horizontal"
          .value=${draft.tipKind}
          @change=${this.set('tipKind')}
        >
          <wa-radio appearance="button" value="none">${t('tipNone')}</wa-radio>
          <wa-radio appearance="button" value="percent">${t('tipPercent')}</wa-radio>
          <wa-radio appearance="button" value="amount">${t('tipAmount')}</wa-radio>
        </wa-radio-group>
        ${
          draft.tipKind === 'none'
            ? nothing
            : html`<wa-input
                data-field="tip"
                label=${t(draft.tipKind === 'percent' ? 'tipPercent' : 'tipAmount')}
                inputmode="decimal"
                autocomplete="off"
                maxlength="12"
                .value=${draft.tip}
                hint=${this.invalid.tip?.() ?? ''}
                class=${this.invalid.tip === undefined ? '' : 'invalid'}
                @input=${this.set('tip')}
              ></wa-input>`
        }
      </div>`;
  }

  private total(draft: Draft) {
    const sums = totalsOf(draft);
    return html`<p class="total">
      <span>${t('total')}</span>
      <strong
        >${sums === undefined ? '–' : money.format(sums.total, draft.currency, translator.language)}</strong
      >
    </p>`;
  }

  private text(field: FreeText, label: string, maxLength: number) {
    const value = (this.draft as Draft)[field];
    return html`<wa-input
      data-field=${field}
      label=${label}
      autocomplete="off"
      maxlength=${maxLength}
      .value=${value}
      hint=${this.invalid[field]?.() ?? (field === 'reference' ? t('referenceHint') : '')}
      class=${this.invalid[field] === undefined ? '' : 'invalid'}
      @input=${this.set(field)}
    ></wa-input>`;
  }

  /** Copies an input into the draft. Empties the input if it may contain a card number. */
  private set(field: Exclude<keyof Draft, 'postalCode' | 'cardTypes' | 'typeTwice'>) {
    return (e: Event) => {
      const value = (e.target as HTMLInputElement).value;
      const isCard = FREE_TEXTS.some((free) => free === field) && looksLikeCard(value);
      this.draft = { ...(this.draft as Draft), [field]: isCard ? '' : value };
      const { [field]: _, ...others } = this.invalid;
      this.invalid = isCard ? { ...others, [field]: () => t('looksLikeCard') } : others;
      if (isCard) (e.target as HTMLInputElement).value = '';
      this.attempt.reset();
    };
  }

  private brands(draft: Draft) {
    return html`<wa-select
      multiple
      label=${t('cardTypes')}
      .value=${[...draft.cardTypes]}
      @change=${(e: Event) => {
        const { value } = e.target as HTMLElement & { value: string[] };
        this.draft = { ...(this.draft as Draft), cardTypes: value };
        this.attempt.reset();
      }}
    >
      ${CARD_TYPES.map((type) => html`<wa-option value=${type}>${brandName(type)}</wa-option>`)}
    </wa-select>`;
  }

  private twice(draft: Draft) {
    const fields = repeatable(draft);
    return html`<wa-select
      multiple
      data-field="typeTwice"
      label=${t('typeTwice')}
      hint=${t('typeTwiceHint')}
      .value=${fields.filter((field) => draft.typeTwice.includes(field))}
      @change=${(e: Event) => {
        const { value } = e.target as HTMLElement & { value: FieldName[] };
        this.draft = { ...(this.draft as Draft), typeTwice: value };
        this.attempt.reset();
      }}
    >
      ${fields.map((field) => html`<wa-option value=${field}>${t(`field.${field}`)}</wa-option>`)}
    </wa-select>`;
  }

  private check(field: 'postalCode') {
    return (e: Event) => {
      this.draft = { ...(this.draft as Draft), [field]: (e.target as HTMLInputElement).checked };
      this.attempt.reset();
    };
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    const request = toStartRequest(this.draft as Draft, this.call.sid);
    if (!('invalid' in request)) {
      if (await this.attempt.send(this.model, request)) this.draft = undefined;
      return;
    }
    this.invalid = invalidText(request.invalid, this.draft as Draft);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-field=${request.invalid}]`)?.focus();
  }
}

/** A brand as people write it. */
function brandName(type: string): string {
  const names: Record<string, string> = {
    amex: 'American Express',
    jcb: 'JCB',
    'diners-club': 'Diners Club',
  };
  return names[type] ?? type.charAt(0).toUpperCase() + type.slice(1);
}

/** The message for an invalid field. */
function invalidText(field: InvalidField, draft: Draft): Partial<Record<keyof Draft, Text>> {
  switch (field) {
    case 'accountName':
      return { accountName: () => t('accountNameMissing') };
    case 'inputTimeout':
      return { inputTimeout: () => t('inputTimeoutHint') };
    case 'tip':
      return { tip: () => t('tipWrong', { example: draft.tipKind === 'percent' ? '10' : '5' }) };
    case 'amount':
      return {
        amount: () => t('amountWrong', { example: money.decimals(draft.currency) === 0 ? '42' : '42.50' }),
      };
  }
}
