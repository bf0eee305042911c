// Data for tests.
import type { Desk, PaySession } from './types.js';

export const DESK: Desk = {
  connectors: [{ name: 'sandbox', kind: 'ours', vendor: '' }],
  defaultConnector: 'sandbox',
  defaultCurrency: 'USD',
  currencies: [
    { code: 'USD', decimals: 2 },
    { code: 'EUR', decimals: 2 },
  ],
  inputTimeoutSeconds: 10,
  validCardTypes: ['visa', 'mastercard', 'amex'],
  typeTwice: [],
  softphone: { kind: 'none', url: '', canDial: false },
  claimBySid: false,
};

/** A pay session with these properties. */
export function session(change: Partial<PaySession>): PaySession {
  return {
    id: 'ps_00000000000000000000000001',
    version: 7,
    state: 'idle',
    final: false,
    agent: 'alice',
    call: 'CA1',
    currency: 'USD',
    description: '',
    reference: '',
    connector: 'sandbox',
    tokenType: 'reusable',
    paymentMethod: 'credit-card',
    captureOrder: ['payment-card-number', 'expiration-date', 'security-code'],
    typeTwice: [],
    advance: 'server',
    required: [],
    fields: [],
    startedAt: '2026-11-27T10:00:00Z',
    stateSince: '2026-11-27T10:01:00Z',
    alarm: false,
    ...change,
  };
}
