// Attributes that are lists or names. A wrong one is reported in the console and not used.
import type { FieldName, StartRequest } from '@agentpay/pay-client';

type TokenType = NonNullable<StartRequest['tokenType']>;

const FIELDS: readonly FieldName[] = [
  'payment-card-number',
  'expiration-date',
  'security-code',
  'postal-code',
];
const TOKEN_TYPES: readonly TokenType[] = ['reusable', 'one-time', 'payment-method'];

export function fieldsOf(text: string | undefined): Pick<StartRequest, 'captureOrder'> {
  const names = (text ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const captureOrder = names.filter((name): name is FieldName => isOneOf(FIELDS, name, 'capture-order'));
  return captureOrder.length === 0 || captureOrder.length < names.length ? {} : { captureOrder };
}

export function tokenTypeOf(text: string | undefined): Pick<StartRequest, 'tokenType'> {
  return text && isOneOf(TOKEN_TYPES, text, 'token-type') ? { tokenType: text } : {};
}

function isOneOf<T extends string>(known: readonly T[], name: string, attribute: string): name is T {
  if (known.some((it) => it === name)) return true;
  console.warn(`agent-pay: ${attribute}: ${name} is none of ${known.join(', ')}`);
  return false;
}
