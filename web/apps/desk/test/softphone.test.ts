import { describe, expect, it } from 'vitest';
import type { Call } from '@agentpay/pay-client';
import { toLeg } from '../src/softphone/simulated-leg.js';
import { callOf, toE164, legOf, legsWithoutCall, type Leg } from '../src/softphone/softphone.js';

function call(change: Partial<Call> = {}): Call {
  const started = { startedAt: '2026-01-01T00:00:00Z', version: 1, missedBy: [] };
  return {
    sid: 'CAcustomer',
    from: '+1',
    to: '+2',
    route: 'softphone',
    state: 'answered',
    ...started,
    ...change,
  };
}

function leg(change: Partial<Leg> = {}): Leg {
  return {
    id: 'line-1',
    sid: 'CAagent',
    call: 'CAcustomer',
    direction: 'inbound',
    state: 'ringing',
    isMuted: false,
    number: '+1',
    ...change,
  };
}

const OUTBOUND = leg({ call: undefined, direction: 'outbound' });

describe('a leg and its call', () => {
  it("match by the customer's leg if inbound", () => {
    expect(legOf(call(), [leg()])?.id).toBe('line-1');
    expect(legOf(call({ sid: 'CAother', agentLeg: 'CAagent' }), [leg()])).toBeUndefined();
  });

  it("match by the agent's leg if outbound", () => {
    expect(legOf(call({ agentLeg: 'CAagent' }), [OUTBOUND])?.id).toBe('line-1');
    expect(legOf(call({ agentLeg: 'CAelse' }), [OUTBOUND])).toBeUndefined();
  });

  it('do not match while both are unknown', () => {
    expect(legOf(call(), [{ ...OUTBOUND, sid: undefined }])).toBeUndefined();
  });
});

describe('a leg without a call', () => {
  it('is listed until its call is known', () => {
    expect(legsWithoutCall([leg(), OUTBOUND], [], [])).toHaveLength(2);
    expect(legsWithoutCall([leg()], [call()], [])).toEqual([]);
  });

  it('is not listed after its call is over for the agent', () => {
    expect(legsWithoutCall([leg()], [], [call({ state: 'ended' })])).toEqual([]);
  });

  it('finds its call although another agent has it', () => {
    expect(callOf(leg(), [call({ agent: 'bob' })])?.agent).toBe('bob');
    expect(callOf(leg(), [call({ sid: 'CAother' })])).toBeUndefined();
  });

  it('is listed when another agent got its call', () => {
    expect(legsWithoutCall([leg()], [], [])).toHaveLength(1);
  });
});

describe('a simulated leg', () => {
  it('is inbound by default', () => {
    const leg = toLeg({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'ringing' });
    expect(leg).toMatchObject({ call: 'CA2', direction: 'inbound', state: 'ringing', number: '+1' });
  });

  it('has no known call if outbound', () => {
    const outbound = {
      sid: 'CA1',
      parentSid: '',
      from: 'client:alice',
      to: '+3',
      direction: 'outbound',
    } as const;
    expect(toLeg({ ...outbound, status: 'in-progress' })).toMatchObject({
      call: undefined,
      state: 'answered',
      number: '+3',
    });
  });

  it.each(['completed', 'busy', 'no-answer', 'canceled', 'failed'])('is dropped when it is %s', (status) => {
    expect(toLeg({ sid: 'CA1', parentSid: 'CA2', status })).toBeUndefined();
  });
});

describe('a typed number', () => {
  it.each([
    ['+1 (415) 555-0123', '+14155550123'],
    ['0049 30 901820', '+4930901820'],
    ['+44 20 7946 0018', '+442079460018'],
  ])('is accepted as %s', (typed, number) => {
    expect(toE164(typed)).toBe(number);
  });

  it.each(['', '911', '4155550123', '+0123456789', '+1415555012x', '+123', '+1234567890123456'])(
    'is refused as %s',
    (typed) => {
      expect(toE164(typed)).toBeUndefined();
    },
  );
});
