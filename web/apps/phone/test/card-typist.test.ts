import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CardTypist } from '../src/cards/card-typist.js';
import type { Captured, SimulatedCall, TestCard } from '../src/simulator.js';

const CARD: TestCard = {
  number: '4242424242424242',
  brand: 'visa',
  outcome: 'approved',
  expiry: '1230',
  code: '123',
};

function call(
  capturing: Captured | '',
  paymentSid = 'PK1',
  kind: SimulatedCall['hears']['kind'] = 'talking',
): SimulatedCall {
  return {
    sid: 'CA1',
    kind: 'pstn',
    direction: 'inbound',
    from: '+12025550147',
    to: '+12025550100',
    identity: '',
    status: 'in-progress',
    createdAt: '',
    paymentSid,
    capturing,
    hears: { kind, text: '' },
    children: [],
  };
}

describe('the card typist', () => {
  let keys = '';
  let done = 0;
  let typist: CardTypist;

  beforeEach(() => {
    vi.useFakeTimers();
    keys = '';
    done = 0;
    typist = new CardTypist(
      CARD,
      250,
      (key) => (keys += key),
      () => done++,
    );
  });
  afterEach(() => vi.useRealTimers());

  test('types a field again for its second entry', () => {
    typist.update(call('payment-card-number'));
    vi.advanceTimersByTime(10_000);
    typist.update(call('payment-card-number-matcher'));
    vi.advanceTimersByTime(10_000);
    expect(keys).toBe(CARD.number + CARD.number);
  });

  test('types each field when it is captured', () => {
    typist.update(call('', ''));
    vi.advanceTimersByTime(5_000);
    expect(keys).toBe('');
    typist.update(call('payment-card-number'));
    vi.advanceTimersByTime(1_000);
    expect(keys).toBe('4242');
    vi.advanceTimersByTime(10_000);
    expect(keys).toBe(CARD.number);
    typist.update(call('expiration-date'));
    vi.advanceTimersByTime(5_000);
    typist.update(call('security-code'));
    vi.advanceTimersByTime(5_000);
    expect(keys).toBe('42424242424242421230123');
  });

  test('types a field again when it is captured again', () => {
    typist.update(call('security-code'));
    vi.advanceTimersByTime(5_000);
    typist.update(call(''));
    typist.update(call('security-code'));
    vi.advanceTimersByTime(5_000);
    expect(keys).toBe('123123');
  });

  test('types a field once per capture', () => {
    typist.update(call('security-code'));
    typist.update(call('security-code'));
    vi.advanceTimersByTime(5_000);
    expect(keys).toBe('123');
  });

  test('stops a field when another is captured', () => {
    typist.update(call('payment-card-number'));
    vi.advanceTimersByTime(600);
    typist.update(call('expiration-date'));
    vi.advanceTimersByTime(10_000);
    expect(keys).toBe('421230');
  });

  test('stops when the payment is over', () => {
    typist.update(call('payment-card-number'));
    typist.update(call('', ''));
    typist.update(call('payment-card-number', 'PK2'));
    vi.advanceTimersByTime(10_000);
    expect(keys).toBe('');
    expect(done).toBe(1);
  });

  test('stops when the call ends', () => {
    typist.update(call('payment-card-number'));
    vi.advanceTimersByTime(600);
    typist.update(call('', '', 'ended'));
    vi.advanceTimersByTime(10_000);
    expect(keys).toBe('42');
    expect(done).toBe(1);
  });
});
