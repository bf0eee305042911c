// Shows a payment in the form of Twilio's status callbacks, which pages of older versions read.
import type { Digits, FieldName, PaySession } from '@agentpay/pay-client';

/**
 * The data of `cardUpdate`: Twilio's parameters, all of them texts, as far as they are known. What was typed is masked.
 *
 * @see https://www.twilio.com/docs/voice/api/payment-resource#statuscallback
 */
export interface CardUpdate {
  CallSid: string;
  /** The Payment's sid at Twilio. */
  Sid: string;
  /** The field that is captured now, or was captured last. */
  Capture?: string;
  /** The fields that are still missing, separated by commas; empty once all are captured. */
  Required?: string;
  /** `true` while the customer types. */
  PartialResult?: string;
  /** Masked except for the last four digits. */
  PaymentCardNumber?: string;
  PaymentCardType?: string;
  /** `xxxx`: AgentPay shows nobody the expiry. */
  ExpirationDate?: string;
  SecurityCode?: string;
  PaymentCardPostalCode?: string;
  /** Why Twilio rejected the last input. */
  ErrorType?: string;
  PaymentMethod: string;
  PaymentConnector: string;
  TokenType: string;
  /** Without it nothing is charged. */
  ChargeAmount?: string;
  Currency: string;
  /** How the payment ended: `success`, `payment-connector-error`, `transaction-cancelled`, …. */
  Result?: string;
  PaymentToken?: string;
  ProfileId?: string;
  PaymentConfirmationCode?: string;
  /** Why the payment ended without success. */
  PaymentError?: string;
}

const PARAMETERS: Partial<Record<FieldName, keyof CardUpdate>> = {
  'payment-card-number': 'PaymentCardNumber',
  'expiration-date': 'ExpirationDate',
  'security-code': 'SecurityCode',
  'postal-code': 'PaymentCardPostalCode',
};

/** Twilio's `Result` for each end. An unconfirmed end has none. */
const RESULTS: Partial<Record<PaySession['state'], string>> = {
  paid: 'success',
  tokenized: 'success',
  declined: 'payment-connector-error',
  cancelled: 'transaction-cancelled',
  abandoned: 'caller-hung-up',
  failed: 'internal-error',
};

/** @param typing what the customer is typing now */
export function cardUpdateOf(session: PaySession, typing: Digits | undefined): CardUpdate {
  const update: CardUpdate = {
    CallSid: session.call,
    Sid: session.payment ?? '',
    PaymentMethod: session.paymentMethod,
    PaymentConnector: session.connector,
    TokenType: session.tokenType,
    Currency: session.currency,
  };
  const set = (name: keyof CardUpdate, value: string | undefined) => {
    if (value !== undefined && value !== '') update[name] = value;
  };
  const captured = session.fields.filter((field) => field.state === 'captured');
  set('Capture', session.capturing ?? captured.at(-1)?.field);
  if (update.Capture !== undefined) {
    update.Required = (session.required ?? missing(session)).join(',');
  }
  if (typing !== undefined) update.PartialResult = 'true';
  for (const { field, mask } of session.fields) {
    const parameter = PARAMETERS[field];
    if (parameter !== undefined) set(parameter, typing?.field === field ? typing.mask : mask);
  }
  set('PaymentCardType', session.cardType);
  set('ErrorType', session.fields.find((f) => f.error !== undefined && f.state !== 'captured')?.error);
  set('ChargeAmount', session.total);
  set('Result', RESULTS[session.state]);
  set('PaymentToken', session.outcome?.token);
  set('ProfileId', session.outcome?.profile);
  set('PaymentConfirmationCode', session.outcome?.confirmationCode);
  if (update.Result !== 'success') set('PaymentError', session.outcome?.text);
  return update;
}

/** What is missing before Twilio has said it. */
function missing(session: PaySession): FieldName[] {
  return session.fields.filter(({ state }) => state !== 'captured').map(({ field }) => field);
}
