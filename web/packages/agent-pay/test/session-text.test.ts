import { describe, expect, it } from 'vitest';
import type { PaySession } from '@agentpay/pay-client';
import { session } from '@agentpay/pay-client/samples';
import { promptFor } from '../src/payment/agent-prompt.js';
import { stateKey, stoppedField } from '../src/payment/session-text.js';
import { repeated } from '../src/payment/start-attempt.js';

const REJECTED: PaySession['fields'] = [
  {
    field: 'payment-card-number',
    state: 'rejected',
    second: false,
    mask: '',
    rejections: 3,
    error: 'invalid-card-number',
  },
];

describe('a field that is typed twice', () => {
  const typed = (second: boolean, error?: string) =>
    promptFor(
      session({
        state: 'capturing',
        capturing: 'payment-card-number',
        fields: [
          {
            field: 'payment-card-number',
            state: 'capturing',
            second,
            mask: '',
            rejections: error === undefined ? 0 : 1,
            ...(error === undefined ? {} : { error }),
          },
        ],
      }),
    ).text;

  it('is asked for once more', () => {
    expect(typed(false)).toMatch(/type your card number/);
    expect(typed(true)).toMatch(/once more/);
  });

  it('is asked for twice after a mismatch', () => {
    expect(typed(false, 'input-matching-failed')).toMatch(/two entries differ/);
    expect(typed(true, 'input-matching-failed')).toMatch(/so that we can compare/);
  });

  it('is asked for again after a time-out of the second entry', () => {
    expect(typed(true, 'input-timeout')).toMatch(/did not receive any digits/);
  });
});

describe('a payment that the customer stopped with the star key', () => {
  const stopped = session({
    state: 'abandoned',
    final: true,
    outcome: { text: 'caller-interrupted-with-star' },
  });

  it('does not say that the customer has left', () => {
    expect(stateKey(stopped)).toBe('state.stoppedByStar');
    expect(promptFor(stopped).text).toMatch(/star key/);
  });

  it('differs from a hang-up', () => {
    const left = session({ state: 'abandoned', final: true, outcome: { text: 'caller-hung-up' } });
    expect(stateKey(left)).toBe('state.abandoned');
    expect(promptFor(left).text).toMatch(/has left/);
  });
});

describe('a field that was refused too often', () => {
  it('is not asked for any more', () => {
    const idle = session({ state: 'idle', fields: REJECTED });
    expect(stoppedField(idle)).toBe('payment-card-number');
    const prompt = promptFor(idle);
    expect(prompt.text).toMatch(/stopped listening.*not valid/);
    expect(prompt.isSpoken).toBe(false);
  });

  it('is still asked for while Twilio listens', () => {
    const capturing = session({ state: 'capturing', capturing: 'payment-card-number', fields: REJECTED });
    expect(stoppedField(capturing)).toBeUndefined();
    expect(promptFor(capturing).isSpoken).toBe(true);
  });
});

describe('the same amount again', () => {
  const paid = session({ state: 'paid', amount: '42.50', total: '47.50', currency: 'USD' });
  const request = { call: { sid: 'CA1' }, amount: '42.50', tip: '5.00', currency: 'USD' };

  it('is noticed by total and currency', () => {
    expect(repeated(request, [paid])).toBe(paid);
    expect(repeated({ call: { sid: 'CA1' }, amount: '47.50', currency: 'USD' }, [paid])).toBe(paid);
  });

  it('is not another amount, another currency, or one that was not paid', () => {
    expect(repeated({ ...request, tip: '4.00' }, [paid])).toBeUndefined();
    expect(repeated({ ...request, currency: 'EUR' }, [paid])).toBeUndefined();
    expect(repeated(request, [session({ state: 'declined', total: '47.50' })])).toBeUndefined();
  });
});
