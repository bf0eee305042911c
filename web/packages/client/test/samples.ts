// Pay sessions and calls for tests.
import type { PaySession } from '@agentpay/pay-client';

type Field = PaySession['fields'][number];

const WAITING: Field[] = ['payment-card-number', 'security-code', 'expiration-date'].map((field) => ({
  field: field as Field['field'],
  state: 'waiting',
  second: false,
  mask: '',
  rejections: 0,
}));

export const CALL = `CA${'1'.repeat(32)}`;
export const PAYMENT = `PK${'2'.repeat(32)}`;

let version = 0;

/** A session in this state, newer than all before. `fields` replaces the fields with the same name. */
export function session(
  state: PaySession['state'],
  more: Partial<Omit<PaySession, 'fields'>> = {},
  fields: Partial<Field>[] = [],
): PaySession {
  return {
    id: 'ps_1',
    version: ++version,
    state,
    final: ['paid', 'tokenized', 'declined', 'cancelled', 'abandoned', 'failed'].includes(state),
    agent: 'alice',
    call: CALL,
    ...(state === 'opening' ? {} : { payment: PAYMENT }),
    currency: 'USD',
    description: '',
    reference: '',
    connector: 'Default',
    tokenType: 'reusable',
    paymentMethod: 'credit-card',
    captureOrder: WAITING.map(({ field }) => field),
    typeTwice: [],
    advance: 'server',
    startedAt: '2026-01-01T00:00:00Z',
    stateSince: '2026-01-01T00:00:00Z',
    alarm: false,
    ...more,
    fields: WAITING.map((field) => ({ ...field, ...fields.find((f) => f.field === field.field) })),
  };
}

/** A session in which the customer is asked for `field` and has finished the `captured` ones. */
export function capturing(field: Field['field'], captured: Field['field'][] = []): PaySession {
  return session('capturing', { capturing: field }, [
    ...captured.map((name): Partial<Field> => ({ field: name, state: 'captured', mask: 'xxx' })),
    { field, state: 'capturing' },
  ]);
}
