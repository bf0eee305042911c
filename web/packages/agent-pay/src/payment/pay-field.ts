import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Digits, FieldState, PaySession } from '@agentpay/pay-client';
import { baseStyles, buttonStyles, TranslatedElement } from '@agentpay/ui';
import type { PaymentModel } from '../payment-model.js';
import { t, type Key } from '../messages.js';
import { stoppedField } from './session-text.js';

/** One captured field: its state, its masked digits, and the ✕ that requests it again. */
@customElement('pay-field')
export class PayField extends TranslatedElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: 1.5rem minmax(0, 1fr) auto;
        gap: 0 var(--gap-s);
        align-items: center;
        padding: var(--gap-s) var(--gap-m);
        border: 1px solid var(--line);
        border-radius: var(--round-s);
        background: var(--card);
        min-block-size: 3.5rem;
        transition:
          border-color var(--quick),
          background var(--quick);
      }
      :host([data-state='capturing']) {
        border-color: var(--brand);
        background: var(--brand-soft);
      }
      :host([data-state='rejected']) {
        border-color: var(--bad);
        background: var(--bad-soft);
      }
      .mark {
        font-size: var(--text-l);
        text-align: center;
        color: var(--ink-soft);
      }
      :host([data-state='captured']) .mark {
        color: var(--good);
      }
      :host([data-state='rejected']) .mark {
        color: var(--bad);
      }
      .mask {
        font-family: var(--font-number);
        font-size: var(--text-l);
        letter-spacing: 0.06em;
        min-block-size: 1.5em;
        overflow-wrap: anywhere;
      }
      @media (max-width: 30rem) {
        .mask {
          font-size: var(--text-m);
          letter-spacing: 0;
        }
      }
      .name {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      :host([data-state='capturing']) .name,
      :host([data-state='rejected']) .name {
        color: var(--ink);
      }
      .brand {
        font-family: var(--font);
        font-size: var(--text-m);
        letter-spacing: 0;
        margin-inline-start: 0.6em;
        text-transform: capitalize;
      }
      .caret {
        display: inline-block;
        inline-size: 2px;
        block-size: 1.1em;
        vertical-align: text-bottom;
        background: var(--brand);
        animation: blink 1.1s steps(2) infinite;
      }
      @keyframes blink {
        50% {
          opacity: 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .caret {
          animation: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) model!: PaymentModel;
  @property({ attribute: false }) session!: PaySession;
  @property({ attribute: false }) field!: FieldState;
  @property({ attribute: false }) typing: Digits | undefined;
  @property({ attribute: false }) version: unknown;

  protected override updated(): void {
    this.dataset['state'] = this.field.state;
    this.dataset['field'] = this.field.field;
  }

  protected override render() {
    const { field, session } = this;
    const typed = this.typing?.field === field.field ? this.typing.mask : '';
    const mask = field.state === 'capturing' ? typed : field.mask;
    const name = t(`field.${field.field}` as Key);
    const isOpen = ['idle', 'capturing', 'ready'].includes(session.state);
    return html`
      <span class="mark" aria-hidden="true">${MARK[field.state]}</span>
      <span>
        <span class="name">
          ${name} · ${t(field.second ? 'fieldSecond' : STATE[field.state])}
          ${field.rejections > 0 ? html` · ${t('attempts', { count: field.rejections })}` : nothing}
        </span>
        <span class="unseen"
          >${mask === '' ? nothing : t('digitsTyped', { count: mask.replace(/[^x0-9]/gi, '').length })}</span
        >
        <div class="mask" aria-hidden="true" dir="ltr">
          ${dots(mask)}${field.state === 'capturing' ? html`<span class="caret"></span>` : nothing}${
            field.field === 'payment-card-number' &&
            session.cardType !== undefined &&
            field.state === 'captured'
              ? html`<span class="brand">${brand(session.cardType)}</span>`
              : nothing
          }
        </div>
        ${
          field.field === 'payment-card-number' &&
          session.cardType !== undefined &&
          field.state === 'captured'
            ? html`<span class="unseen">${brand(session.cardType)}</span>`
            : nothing
        }
      </span>
      ${isOpen ? this.again(name) : nothing}
    `;
  }

  private again(name: string) {
    // The payment shows a larger button for it.
    if (stoppedField(this.session) === this.field.field) return nothing;
    const waits = this.field.state === 'waiting';
    if (waits && this.session.state !== 'idle') return nothing;
    return html`<button
      type="button"
      class="again plain small"
      title=${t(waits ? 'ask' : 'askAgain', { field: name })}
      aria-busy=${this.model.isBusy('capture', `${this.session.id} ${this.field.field}`)}
      @click=${() => this.model.capture(this.session.id, this.field.field)}
    >
      <span aria-hidden="true">${waits ? '▸' : '✕'}</span
      ><span class="unseen">${t(waits ? 'ask' : 'askAgain', { field: name })}</span>
    </button>`;
  }
}

const MARK: Record<FieldState['state'], string> = {
  waiting: '○',
  capturing: '●',
  captured: '✓',
  rejected: '!',
};

const STATE: Record<FieldState['state'], Key> = {
  waiting: 'fieldWaiting',
  capturing: 'fieldCapturing',
  captured: 'fieldCaptured',
  rejected: 'fieldRejected',
};

/** Formats a mask with dots, in groups of four if it is long. */
export function dots(mask: string): string {
  const dotted = mask.replace(/[xX*]/g, '•').replace(/[-\s]/g, '');
  return dotted.length > 8 ? dotted.replace(/(.{4})(?=.)/g, '$1 ') : dotted;
}

function brand(cardType: string): string {
  return BRANDS[cardType] ?? cardType;
}

const BRANDS: Record<string, string> = {
  amex: 'American Express',
  'diners-club': 'Diners Club',
  enroute: 'enRoute',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  visa: 'Visa',
  discover: 'Discover',
  maestro: 'Maestro',
  optima: 'Optima',
};
