import { css, html, nothing, unsafeCSS } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Change } from '@agentpay/pay-client';
import { baseStyles, pickLanguage, TranslatedElement, useLanguage } from '@agentpay/ui';
import tokens from '@agentpay/ui/tokens.css?inline';
import { ConnectedModel } from './connected-model.js';
import { fieldsOf, tokenTypeOf } from './attributes.js';
import { problemText, t } from './messages.js';
import type { PaymentModel } from './payment-model.js';
import type { StartTerms } from './payment/pay-start.js';
import type { AgentPayElement, AgentPayEvents } from './public.js';
import { askParent, listenToParent, originsOf, TokenSource } from './token-source.js';
import './payment/pay-session.js';
import './payment/pay-start.js';

/** Attributes that decide which server and which call; a change of one connects again or changes the call. */
const CONNECTION = ['server', 'tokenOrigins'];
const CALL = ['call', 'uui'];

/**
 * Takes a payment on a live call. A page passes a server, a token and what to charge; the customer types the card on
 * the phone. There is no input for card data. Attributes and events: {@link AgentPayElement}, {@link AgentPayEvents}.
 *
 * @slot start - Replaces the button that starts a payment. For pages that have a form of their own.
 */
@customElement('agent-pay')
export class AgentPay extends TranslatedElement implements AgentPayElement {
  static override styles = [
    unsafeCSS(tokens.replaceAll(':root', ':host')),
    baseStyles,
    css`
      :host {
        color: var(--ink);
        font: 400 var(--text-m) / 1.45 var(--font);
      }
      .empty {
        text-align: center;
      }
    `,
  ];

  @property() server = '';
  @property({ noAccessor: true })
  get token(): string {
    return ''; // nothing in the page needs to read it back
  }
  set token(token: string | null) {
    this.tokens.set(token ?? '');
    if (this.isConnected && this.hasUpdated && this.own === undefined) this.connect();
  }
  @property({ attribute: 'token-origins' }) tokenOrigins = '';
  @property() call: string | undefined;
  @property() uui: string | undefined;
  @property() amount: string | undefined;
  @property() currency: string | undefined;
  @property() reference: string | undefined;
  @property() description: string | undefined;
  @property() connector: string | undefined;
  @property({ attribute: 'capture-order' }) captureOrder: string | undefined;
  @property({ attribute: 'token-type' }) tokenType: string | undefined;
  @property() language: string | undefined;
  /** The payments of a page that has a connection of its own. The element then opens none. */
  @property({ attribute: false }) model: PaymentModel | undefined;
  @property({ attribute: false }) version: unknown;

  @state() private own: ConnectedModel | undefined;
  @state() private refusal: unknown;
  private readonly tokens = new TokenSource(() => this.tokenNeeded());
  private stopListening: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.model === undefined) this.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.disconnect();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.model !== undefined) {
      this.disconnect();
      return;
    }
    if (changed.has('language') || this.own === undefined) this.setLanguage();
    if (!this.hasUpdated || CONNECTION.some((name) => changed.has(name))) this.connect();
    else if (CALL.some((name) => changed.has(name))) this.applyCall();
  }

  protected override render() {
    if (this.model !== undefined) return this.payment(this.model, this.call);
    if (this.refusal !== undefined) {
      return html`<p class="notice bad" role="alert">${t('tokenRefused')} ${problemText(this.refusal)}</p>`;
    }
    const { own } = this;
    if (own === undefined || this.tokens.isAwaited) return this.empty(t('tokenAwaited'));
    const connection = CONNECTION_TEXT[own.connection.state];
    return html`
      <div data-connection=${own.connection.state}>
        ${connection === undefined ? nothing : html`<p class="notice warn" role="status">${connection()}</p>`}
        ${own.error === undefined ? nothing : html`<p class="notice bad" role="alert">${own.error()}</p>`}
      </div>
      ${this.payment(own, own.call)}
    `;
  }

  private payment(model: PaymentModel, call: string | undefined) {
    if (call === undefined) return this.empty(this.noCallText());
    // A new object makes the payment render on every change.
    const version = this.version ?? {};
    const session = model.drafts.shownOn(call);
    if (session !== undefined) {
      return html`<pay-session
        exportparts="payment, prompt, field, submit, cancel"
        .model=${model}
        .session=${session}
        .version=${version}
      ></pay-session>`;
    }
    return html`<slot name="start"
      >${
        model.desk === undefined
          ? nothing
          : html`<pay-start
              exportparts="start, take"
              .model=${model}
              .call=${call}
              .terms=${this.terms()}
              .version=${version}
            ></pay-start>`
      }</slot
    >`;
  }

  private empty(text: string) {
    return html`<p class="card empty soft" part="empty">${text}</p>`;
  }

  private noCallText(): string {
    const claim = this.own?.uuiClaim.current;
    if (claim === undefined) return t('noCallYet');
    const { uui } = claim;
    if (claim.state === 'ambiguous') return t('callAmbiguous', { uui });
    if (claim.state === 'refused') return t('callRefused', { uui, detail: problemText(claim.error) });
    return t('callAwaited', { uui });
  }

  private lastTerms: StartTerms = {};

  /** The same object while the attributes are the same, so that the start keeps its idempotency key. */
  private terms(): StartTerms {
    const { amount, currency, reference, description, connector } = this;
    const terms: StartTerms = {
      ...(amount ? { amount } : {}),
      ...(currency ? { currency } : {}),
      ...(reference ? { reference } : {}),
      ...(description ? { description } : {}),
      ...(connector ? { connector } : {}),
      ...fieldsOf(this.captureOrder),
      ...tokenTypeOf(this.tokenType),
    };
    if (JSON.stringify(terms) !== JSON.stringify(this.lastTerms)) this.lastTerms = terms;
    return this.lastTerms;
  }

  private connect(): void {
    this.disconnect();
    if (this.model !== undefined) return;
    const origins = originsOf(this.tokenOrigins);
    this.stopListening = listenToParent(origins, this.tokens);
    this.refusal = undefined;
    const model = new ConnectedModel(this.server.replace(/\/+$/, ''), () => this.tokens.next(), {
      changed: () => this.requestUpdate(),
      happened: (change) => this.report(change),
      signedOut: (error) => {
        this.disconnect();
        this.refusal = error;
        this.fire('agent-pay-error', error);
      },
    });
    this.own = model;
    this.applyCall();
  }

  private disconnect(): void {
    this.stopListening();
    this.stopListening = () => {};
    this.own?.close();
    this.own = undefined;
  }

  private applyCall(): void {
    if (this.call) this.own?.useCall(this.call);
    else if (this.uui) this.own?.useUui(this.uui);
    else this.own?.useCall(undefined);
  }

  private tokenNeeded(): void {
    askParent(originsOf(this.tokenOrigins));
    this.fire('agent-pay-token-needed', undefined);
    this.requestUpdate();
  }

  private report(change: Change): void {
    if (change.kind !== 'session' || change.now.call !== this.own?.call) return;
    const { before, now } = change;
    if (before === undefined) this.fire('agent-pay-started', now);
    this.fire('agent-pay-changed', now);
    if (before?.state === now.state) return;
    if (now.state === 'paid' || now.state === 'tokenized') this.fire('agent-pay-completed', now);
    else if (now.final || now.state === 'unconfirmed') this.fire('agent-pay-ended', now);
  }

  private fire<K extends keyof AgentPayEvents>(name: K, detail: AgentPayEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private setLanguage(): void {
    const page = this.closest<HTMLElement>('[lang]')?.lang ?? '';
    useLanguage(pickLanguage([this.language ?? '', page, ...navigator.languages]));
  }
}

const CONNECTION_TEXT: Record<string, (() => string) | undefined> = {
  connecting: () => t('connecting'),
  checking: () => t('checking'),
  waiting: () => t('connectionLost'),
};
