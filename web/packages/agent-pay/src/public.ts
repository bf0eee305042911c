// What the package offers to a page in TypeScript.
import type { PaySession } from '@agentpay/pay-client';

export type { PaySession } from '@agentpay/pay-client';

/** The element `<agent-pay>`. Each property but `token` is an attribute as well. */
export interface AgentPayElement extends HTMLElement {
  /** Address of the AgentPay server; empty for the page's own origin. */
  server: string;
  /** A token for the agent, also as an attribute. Set another one when it expires. Reads as empty. */
  token: string | null;
  /** Origins of pages around this frame that may send a token; separated by blanks. Attribute `token-origins`. */
  tokenOrigins: string;
  /** SID of the call. Without `call` and `uui`: the call that the agent has answered. */
  call: string | undefined;
  /** The call's UUI, for example the id of the conversation in the agent's desktop. */
  uui: string | undefined;
  /** What to charge, for example `42.50`; 0 saves the card. Without it, the agent types an amount. */
  amount: string | undefined;
  /** ISO 4217 code; by default the server's. */
  currency: string | undefined;
  reference: string | undefined;
  description: string | undefined;
  /** Name of a configured connector; by default the server's. */
  connector: string | undefined;
  /** The fields in the order to ask for them, separated by commas. Attribute `capture-order`. */
  captureOrder: string | undefined;
  /** What a card becomes when it is saved: `reusable`, `one-time` or `payment-method`. Attribute `token-type`. */
  tokenType: string | undefined;
  /** Language of the texts, `en` or `es`; by default that of the page, then that of the browser. */
  language: string | undefined;
}

/** The events of the element. They bubble, also out of shadow roots. */
export interface AgentPayEvents {
  /** The server refused the token, or there is none. Set `token`. */
  'agent-pay-token-needed': CustomEvent<undefined>;
  'agent-pay-started': CustomEvent<PaySession>;
  /** After each change of the payment. */
  'agent-pay-changed': CustomEvent<PaySession>;
  /** The payment is paid, or the card is saved. */
  'agent-pay-completed': CustomEvent<PaySession>;
  /** The payment ended in any other way, or is unconfirmed; its `state` says how. */
  'agent-pay-ended': CustomEvent<PaySession>;
  /** The server cannot be used with this token. */
  'agent-pay-error': CustomEvent<unknown>;
}

declare global {
  interface HTMLElementTagNameMap {
    'agent-pay': AgentPayElement;
  }
  interface HTMLElementEventMap extends AgentPayEvents {}
}
