import { describe, expect, it } from 'vitest';
import type { Desk } from '@agentpay/pay-client';
import { session } from '@agentpay/pay-client/samples';
import { draftFrom, emptyDraft, toStartRequest, totalsOf, type Draft } from '../src/payment/payment-draft.js';

const DESK: Desk = {
  connectors: [{ name: 'sandbox', kind: 'ours', vendor: '' }],
  defaultConnector: 'sandbox',
  defaultCurrency: 'USD',
  currencies: [{ code: 'USD', decimals: 2 }],
  inputTimeoutSeconds: 10,
  validCardTypes: ['visa', 'mastercard', 'amex'],
  typeTwice: ['security-code'],
  softphone: { kind: 'none', url: '', canDial: false },
  claimBySid: false,
};

function draft(change: Partial<Draft>): Draft {
  return { ...emptyDraft(DESK), ...change };
}

describe('a payment draft', () => {
  it('becomes a charge with a tip', () => {
    expect(toStartRequest(draft({ amount: '42,5', tipKind: 'percent', tip: '15' }), 'CA1')).toEqual({
      call: { sid: 'CA1' },
      connector: 'sandbox',
      paymentMethod: 'credit-card',
      inputTimeoutSeconds: 10,
      typeTwice: ['security-code'],
      validCardTypes: ['visa', 'mastercard', 'amex'],
      amount: '42.50',
      tip: '6.38',
      currency: 'USD',
    });
    expect(totalsOf(draft({ amount: '42.50', tipKind: 'amount', tip: '5' }))?.total).toBe('47.50');
  });

  it('sends the brands and the wait for a digit that the agent chose', () => {
    const request = toStartRequest(
      draft({ amount: '1', inputTimeout: '30', cardTypes: ['discover', 'visa'] }),
      'CA1',
    );
    expect(request).toMatchObject({ inputTimeoutSeconds: 30, validCardTypes: ['visa', 'discover'] });
    for (const wrong of ['', '0', '601', '1.5', 'x']) {
      expect(toStartRequest(draft({ amount: '1', inputTimeout: wrong }), 'CA1')).toEqual({
        invalid: 'inputTimeout',
      });
    }
  });

  it('sends the fields to type twice that the payment captures', () => {
    const chosen = draft({ amount: '1', typeTwice: ['postal-code', 'payment-card-number'] });
    expect(toStartRequest(chosen, 'CA1')).toMatchObject({ typeTwice: ['payment-card-number'] });
    expect(toStartRequest({ ...chosen, postalCode: true }, 'CA1')).toMatchObject({
      typeTwice: ['payment-card-number', 'postal-code'],
    });
    const bank = { ...chosen, method: 'ach-debit' as const, accountName: 'A' };
    expect(toStartRequest(bank, 'CA1')).not.toHaveProperty('typeTwice');
  });

  it('becomes a token without an amount', () => {
    const request = toStartRequest(draft({ purpose: 'token', amount: '42.50' }), 'CA1');
    expect(request).toMatchObject({ tokenType: 'reusable' });
    expect(request).not.toHaveProperty('amount');
  });

  it.each([
    ['amount', { amount: '' }],
    ['amount', { amount: '0.00' }],
    ['amount', { amount: 'ten', tipKind: 'amount', tip: 'x' }],
    ['tip', { amount: '1 000', tipKind: 'amount', tip: 'x' }],
    ['tip', { amount: '10', tipKind: 'percent', tip: '101' }],
    ['accountName', { amount: '10', method: 'ach-debit' }],
  ] as [string, Partial<Draft>][])('reports an invalid %s: %j', (invalid, change) => {
    expect(toStartRequest(draft(change), 'CA1')).toEqual({ invalid });
  });

  it.each(['consumer-checking', 'consumer-savings', 'commercial-checking'] as const)(
    'sends the account type %s of a bank account only',
    (accountType) => {
      const bank = draft({ amount: '1', method: 'ach-debit', accountName: ' Ada ', accountType });
      expect(toStartRequest(bank, 'CA1')).toMatchObject({
        paymentMethod: 'ach-debit',
        bankAccountType: accountType,
        parameters: { AVSName: 'Ada' },
      });
      expect(toStartRequest({ ...bank, method: 'credit-card' }, 'CA1')).not.toHaveProperty('bankAccountType');
    },
  );

  it('captures the postal code of a card only', () => {
    const card = toStartRequest(draft({ amount: '1', postalCode: true }), 'CA1');
    expect(card).toHaveProperty('captureOrder');
    const bank = draft({ amount: '1', postalCode: true, method: 'ach-debit', accountName: 'Ada' });
    expect(toStartRequest(bank, 'CA1')).not.toHaveProperty('captureOrder');
    expect(toStartRequest(bank, 'CA1')).toMatchObject({ parameters: { AVSName: 'Ada' } });
  });
});

describe('another try after a decline', () => {
  it('keeps what was filled in', () => {
    const declined = session({
      state: 'declined',
      amount: '42.50',
      tip: '5.00',
      total: '47.50',
      currency: 'EUR',
      reference: 'order 7',
      description: 'shoes',
      connector: 'hosted',
      captureOrder: ['payment-card-number', 'expiration-date', 'security-code', 'postal-code'],
    });
    expect(draftFrom(declined, DESK)).toMatchObject({
      purpose: 'charge',
      amount: '42.50',
      tipKind: 'amount',
      tip: '5.00',
      currency: 'EUR',
      reference: 'order 7',
      description: 'shoes',
      connector: 'hosted',
      postalCode: true,
    });
  });

  it('keeps that a card is saved without a charge', () => {
    expect(draftFrom(session({ state: 'declined' }), DESK).purpose).toBe('token');
  });
});
