// A payment that the agent prepares, and the request made from it. Pure.
import { money, type Desk, type FieldName, type PaySession, type StartRequest } from '@agentpay/pay-client';

export interface Draft {
  purpose: 'charge' | 'token';
  amount: string;
  currency: string;
  tipKind: 'none' | 'percent' | 'amount';
  tip: string;
  description: string;
  reference: string;
  connector: string;
  tokenType: 'reusable' | 'one-time';
  method: 'credit-card' | 'ach-debit';
  accountName: string;
  accountType: 'consumer-checking' | 'consumer-savings' | 'commercial-checking';
  postalCode: boolean;
  /** Seconds that Twilio waits for the next digit. */
  inputTimeout: string;
  /** The card brands that are taken. */
  cardTypes: readonly string[];
  /** The fields that the customer types twice, where the payment captures them. */
  typeTwice: readonly FieldName[];
}

/** The field that makes a draft invalid. */
export type InvalidField = 'amount' | 'tip' | 'accountName' | 'inputTimeout';

/** The brands that Twilio knows. */
export const CARD_TYPES = [
  'visa',
  'mastercard',
  'amex',
  'maestro',
  'discover',
  'optima',
  'jcb',
  'diners-club',
  'enroute',
] as const;

/** Twilio's bounds for its wait for a digit, in seconds. */
const INPUT_TIMEOUT = /^([1-9]|[1-9]\d|[1-5]\d\d|600)$/;

/** Parameter with the account holder's name. Twilio refuses a bank payment without it (64014). */
const ACCOUNT_NAME = 'AVSName';

/** The fields of a card in capture order. Twilio can compare two entries of each. */
export const CARD_FIELDS: readonly FieldName[] = [
  'payment-card-number',
  'expiration-date',
  'security-code',
  'postal-code',
];

/** Amount, tip and total; `undefined` while one of them is not a valid amount. */
export function totalsOf(draft: Draft): { amount: string; tip?: string; total: string } | undefined {
  const amount = money.parse(draft.amount, draft.currency);
  if (amount === undefined) return undefined;
  if (draft.tipKind === 'none') return { amount, total: amount };
  const tip =
    draft.tipKind === 'percent'
      ? percent(draft.tip, amount, draft.currency)
      : money.parse(draft.tip, draft.currency);
  return tip === undefined ? undefined : { amount, tip, total: money.add(amount, tip, draft.currency) };
}

function percent(text: string, amount: string, currency: string): string | undefined {
  const match = /^\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*%?\s*$/.exec(text);
  const value = match === null ? NaN : Number((match[1] ?? '').replace(',', '.'));
  return value >= 0 && value <= 100 ? money.percentOf(amount, value, currency) : undefined;
}

export function emptyDraft(desk: Desk): Draft {
  return {
    purpose: 'charge',
    amount: '',
    currency: desk.defaultCurrency,
    tipKind: 'none',
    tip: '',
    description: '',
    reference: '',
    connector: desk.defaultConnector,
    tokenType: 'reusable',
    method: 'credit-card',
    accountName: '',
    accountType: 'consumer-checking',
    postalCode: false,
    inputTimeout: String(desk.inputTimeoutSeconds),
    cardTypes: desk.validCardTypes,
    typeTwice: desk.typeTwice,
  };
}

/** The draft for another try of a payment that was declined, with everything that was filled in. */
export function draftFrom(session: PaySession, desk: Desk): Draft {
  const tip = session.tip === undefined || Number(session.tip) === 0 ? undefined : session.tip;
  return {
    ...emptyDraft(desk),
    purpose: session.total === undefined ? 'token' : 'charge',
    amount: session.amount ?? '',
    currency: session.currency,
    tipKind: tip === undefined ? 'none' : 'amount',
    tip: tip ?? '',
    description: session.description,
    reference: session.reference,
    connector: session.connector,
    tokenType: session.tokenType === 'one-time' ? 'one-time' : 'reusable',
    method: session.paymentMethod,
    accountType: session.bankAccountType ?? 'consumer-checking',
    postalCode: session.captureOrder.includes('postal-code'),
    typeTwice: session.paymentMethod === 'credit-card' ? session.typeTwice : desk.typeTwice,
  };
}

/** The fields of the draft that the customer can be asked to type twice. */
export function repeatable(draft: Draft): FieldName[] {
  return CARD_FIELDS.filter((field) => draft.postalCode || field !== 'postal-code');
}

/** The request for the server, or the invalid field. */
export function toStartRequest(draft: Draft, call: string): StartRequest | { invalid: InvalidField } {
  const request: StartRequest = {
    call: { sid: call },
    connector: draft.connector,
    paymentMethod: draft.method,
  };
  if (!INPUT_TIMEOUT.test(draft.inputTimeout.trim())) return { invalid: 'inputTimeout' };
  request.inputTimeoutSeconds = Number(draft.inputTimeout);
  if (draft.reference.trim() !== '') request.reference = draft.reference.trim();
  if (draft.description.trim() !== '') request.description = draft.description.trim();
  if (draft.method === 'ach-debit') {
    if (draft.accountName.trim() === '') return { invalid: 'accountName' };
    request.bankAccountType = draft.accountType;
    request.parameters = { [ACCOUNT_NAME]: draft.accountName.trim() };
  } else {
    if (draft.postalCode) request.captureOrder = [...CARD_FIELDS];
    request.typeTwice = repeatable(draft).filter((field) => draft.typeTwice.includes(field));
    if (draft.cardTypes.length > 0) {
      request.validCardTypes = CARD_TYPES.filter((type) => draft.cardTypes.includes(type));
    }
  }
  if (draft.purpose === 'token') return { ...request, tokenType: draft.tokenType };
  const amount = money.parse(draft.amount, draft.currency);
  if (amount === undefined || Number(amount) === 0) return { invalid: 'amount' };
  const sums = totalsOf(draft);
  if (sums === undefined) return { invalid: 'tip' };
  request.amount = sums.amount;
  request.currency = draft.currency;
  if (sums.tip !== undefined) request.tip = sums.tip;
  return request;
}
