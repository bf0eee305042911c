// The events of the client and the arguments of their listeners.
import type { ConnectionState, FieldName, PaySession } from '@agentpay/pay-client';
import type { CardUpdate } from './card-update.js';
import type { CardField } from './options.js';

export interface PayClientEvents {
  /** The client works on this call now. */
  callConnected: [callSid: string];
  /** Attached without a call: this agent has got this one, and the client works on it now. */
  UUIItemAdded: [callSid: string];
  /** Something was typed, captured or rejected, or the payment ended. */
  cardUpdate: [data: CardUpdate];
  /** Twilio has opened the payment. */
  capturing: [];
  /** The customer is asked for this field. */
  capturingCard: [];
  capturingSecurityCode: [];
  capturingDate: [];
  capturingPostalCode: [];
  /** All fields are captured: submit. */
  captureComplete: [];
  /** The field was discarded and is asked for again. */
  cardReset: [];
  securityCodeReset: [];
  dateReset: [];
  postalCodeReset: [];
  /** The payment was cancelled, here or elsewhere. Nothing was charged. */
  cancelledCapture: [];
  /** The payment is paid, or the card is a token. */
  submitComplete: [paySession: PaySession];
  /** The client was detached. */
  stopCapturing: [];
  /** The connection for live updates has changed. It reconnects and resumes by itself, except when closed. */
  connection: [connection: ConnectionState];
  /** A method failed, the payment ended without success, or the token was refused. */
  error: [error: Error];
}

export type Emit = <K extends keyof PayClientEvents>(event: K, ...args: PayClientEvents[K]) => void;

/** The events without arguments. */
type PlainEvent = {
  [K in keyof PayClientEvents]: PayClientEvents[K] extends [] ? K : never;
}[keyof PayClientEvents];

interface FieldEvents {
  readonly capturing: PlainEvent;
  readonly reset: PlainEvent;
}

const FIELD_EVENTS: Record<CardField, FieldEvents> = {
  'payment-card-number': { capturing: 'capturingCard', reset: 'cardReset' },
  'security-code': { capturing: 'capturingSecurityCode', reset: 'securityCodeReset' },
  'expiration-date': { capturing: 'capturingDate', reset: 'dateReset' },
  'postal-code': { capturing: 'capturingPostalCode', reset: 'postalCodeReset' },
};

/** `undefined` for the fields of a bank account, which only other programs ask for. */
export function eventsOf(field: FieldName): FieldEvents | undefined {
  return (FIELD_EVENTS as Partial<Record<FieldName, FieldEvents>>)[field];
}
