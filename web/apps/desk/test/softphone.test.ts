import { describe, expect, it } from 'vitest';
import type { Call } from '@agentpay/pay-client';
import { toLeg } from '../src/softphone/simulated-leg.js';
import { callOf, toE164, legOf, legsWithoutCall, type Leg } from '../src/softphone/softphone.js';

function call(change: Partial<Call> = {}): Call {
  const started = { startedAt: '2026-01-01T00:00:00Z', version: 1 };
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

const DIALLED = leg({ call: undefined, direction: 'outbound' });

describe('a leg and its call', () => {
  it('belong together by the leg of the customer when it rings here', () => {
    expect(legOf(call(), [leg()])?.id).toBe('line-1');
    expect(legOf(call({ sid: 'CAother', agentLeg: 'CAagent' }), [leg()])).toBeUndefined();
  });

  it('belong together by the leg of the agent when it is dialled from here', () => {
    expect(legOf(call({ agentLeg: 'CAagent' }), [DIALLED])?.id).toBe('line-1');
    expect(legOf(call({ agentLeg: 'CAelse' }), [DIALLED])).toBeUndefined();
  });

  it('do not belong together while neither has a name', () => {
    expect(legOf(call(), [{ ...DIALLED, sid: undefined }])).toBeUndefined();
  });
});

describe('a leg without a call', () => {
  it('is shown until the server tells of its call', () => {
    expect(legsWithoutCall([leg(), DIALLED], [], [])).toHaveLength(2);
    expect(legsWithoutCall([leg()], [call()], [call()])).toEqual([]);
  });

  it('is not shown any more when its call has ended', () => {
    expect(legsWithoutCall([leg()], [], [call({ state: 'ended' })])).toEqual([]);
  });

  it('knows the call that it is of, whosever that is by now', () => {
    expect(callOf(leg(), [call({ agent: 'bob' })])?.agent).toBe('bob');
    expect(callOf(leg(), [call({ sid: 'CAother' })])).toBeUndefined();
  });

  it('is shown when its call went to somebody else, who does not hold this leg', () => {
    expect(legsWithoutCall([leg()], [], [call({ agent: 'bob' })])).toHaveLength(1);
  });
});

describe('a leg of the simulator', () => {
  it('rings here when it does not say in which direction it goes', () => {
    const heard = toLeg({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'ringing' });
    expect(heard).toMatchObject({ call: 'CA2', direction: 'inbound', state: 'ringing', number: '+1' });
  });

  it('has no call of its own when it is dialled from here', () => {
    const told = {
      sid: 'CA1',
      parentSid: '',
      from: 'client:alice',
      to: '+3',
      direction: 'outbound',
    } as const;
    expect(toLeg({ ...told, status: 'in-progress' })).toMatchObject({
      call: undefined,
      state: 'answered',
      number: '+3',
    });
  });

  it.each(['completed', 'busy', 'no-answer', 'canceled', 'failed'])('is gone when it is %s', (status) => {
    expect(toLeg({ sid: 'CA1', parentSid: 'CA2', status })).toBeUndefined();
  });
});

describe('a number to dial', () => {
  it.each([
    ['+1 (415) 555-0123', '+14155550123'],
    ['0049 30 901820', '+4930901820'],
    ['+44 20 7946 0018', '+442079460018'],
  ])('may be written as %s', (typed, number) => {
    expect(toE164(typed)).toBe(number);
  });

  it.each(['', '911', '4155550123', '+0123456789', '+1415555012x', '+123', '+1234567890123456'])(
    'is not %s',
    (typed) => {
      expect(toE164(typed)).toBeUndefined();
    },
  );
});
