import { describe, expect, it } from 'vitest';
import { cardUpdateOf } from '../src/card-update.js';
import { capturing, session } from './samples.js';

const AT = '2026-01-01T00:00:00Z';

describe('cardUpdate', () => {
  it('shows what the customer is typing, as partial', () => {
    const update = cardUpdateOf(capturing('security-code', ['payment-card-number']), {
      paySession: 'ps_1',
      field: 'security-code',
      mask: 'xx',
      at: AT,
    });
    expect(update).toMatchObject({
      Capture: 'security-code',
      Required: 'security-code,expiration-date',
      PartialResult: 'true',
      PaymentCardNumber: 'xxx',
      SecurityCode: 'xx',
    });
    expect(update).not.toHaveProperty('ExpirationDate');
  });

  it('prefers what Twilio says is required', () => {
    const now = { ...capturing('security-code'), required: ['expiration-date' as const] };
    expect(cardUpdateOf(now, undefined).Required).toBe('expiration-date');
  });

  it('has an empty Required once all is captured', () => {
    const ready = session('ready', { required: [] }, [
      { field: 'payment-card-number', state: 'captured', mask: 'xxxxxxxxxxxx4242' },
      { field: 'security-code', state: 'captured', mask: 'xxx' },
      { field: 'expiration-date', state: 'captured', mask: 'xxxx' },
    ]);
    expect(cardUpdateOf(ready, undefined)).toMatchObject({ Capture: 'expiration-date', Required: '' });
  });

  it('has neither Capture nor Required before the first field', () => {
    const update = cardUpdateOf(session('idle'), undefined);
    expect(Object.keys(update)).not.toContain('Capture');
    expect(Object.keys(update)).not.toContain('Required');
  });

  it('shows the rejection of a field until the field is captured', () => {
    const rejected = { field: 'payment-card-number' as const, error: 'invalid-card-number' };
    const asked = session('capturing', { capturing: 'payment-card-number' }, [
      { ...rejected, state: 'capturing' },
    ]);
    expect(cardUpdateOf(asked, undefined).ErrorType).toBe('invalid-card-number');
    const captured = session('ready', {}, [{ ...rejected, state: 'captured' }]);
    expect(cardUpdateOf(captured, undefined).ErrorType).toBeUndefined();
  });

  it('shows the outcome of a payment', () => {
    const outcome = { confirmationCode: 'ch_1', token: 'tok_1', profile: 'pr_1', text: 'approved' };
    const update = cardUpdateOf(session('paid', { total: '42.50', outcome }), undefined);
    expect(update).toMatchObject({
      ChargeAmount: '42.50',
      Result: 'success',
      PaymentToken: 'tok_1',
      ProfileId: 'pr_1',
      PaymentConfirmationCode: 'ch_1',
    });
    expect(update.PaymentError).toBeUndefined();
  });

  it.each([
    ['declined', 'payment-connector-error'],
    ['cancelled', 'transaction-cancelled'],
    ['abandoned', 'caller-hung-up'],
    ['failed', 'internal-error'],
  ] as const)('gives %s the result %s and the reason', (state, result) => {
    const update = cardUpdateOf(session(state, { outcome: { text: 'why' } }), undefined);
    expect(update).toMatchObject({ Result: result, PaymentError: 'why' });
  });

  it('has no result while the end is unconfirmed', () => {
    expect(cardUpdateOf(session('unconfirmed'), undefined).Result).toBeUndefined();
  });

  it('contains texts only', () => {
    const update = cardUpdateOf(capturing('security-code', ['payment-card-number']), undefined);
    expect(Object.values(update).every((value) => typeof value === 'string')).toBe(true);
  });
});
