import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_STATE, type Call, type ConnectionState } from '@agentpay/pay-client';
import { announcement, soundOf } from '../src/announcements/change-announcements.js';
import { NOTHING_ANNOUNCED, statusAnnouncements } from '../src/announcements/status-announcements.js';
import { otherAgents, customerNumber } from '../src/calls/call-text.js';
import type { Claim } from '@agentpay/agent-pay';
import { useLanguage } from '@agentpay/ui';
import { NO_SOFTPHONE, type Leg } from '../src/softphone/softphone.js';

beforeAll(() => useLanguage('en'));

const LEG: Leg = {
  id: 'line-1',
  sid: 'CA1',
  call: 'CA2',
  direction: 'inbound',
  state: 'answered',
  isMuted: false,
  number: '+1',
};

function call(change: Partial<Call> = {}): Call {
  const always = {
    sid: 'CA1',
    from: '+1',
    to: '+2',
    startedAt: '2026-01-01T00:00:00Z',
    version: 1,
    missedBy: [],
  };
  return { ...always, route: 'softphone', state: 'ringing', ...change };
}

interface Status {
  state?: 'connecting' | 'live';
  isConnected?: boolean;
  legs?: Leg[];
  claim?: Claim;
}

/** The texts announced after the last of several statuses. */
function announced(...statuses: Status[]): string[] {
  let previous = NOTHING_ANNOUNCED;
  let texts: string[] = [];
  for (const { state = 'live', isConnected = false, legs = [], claim } of statuses) {
    [texts, previous] = statusAnnouncements(
      {
        connection: { state } as ConnectionState,
        softphone: { ...NO_SOFTPHONE, isConnected, legs },
        uuiClaim: { current: claim } as never,
      },
      previous,
    );
  }
  return texts;
}

describe('status announcements', () => {
  it('announce the connected softphone once', () => {
    expect(announced({ isConnected: true })).toEqual(['The softphone is connected.']);
    expect(announced({ isConnected: true }, { isConnected: true })).toEqual([]);
  });

  it('announce muting, but not the end of a muted call', () => {
    const muted = { legs: [{ ...LEG, isMuted: true }] };
    expect(announced({ legs: [LEG] }, muted)).toEqual(['Your microphone is off']);
    expect(announced({ legs: [LEG] }, muted, { legs: [LEG] })).toEqual(['Your microphone is on']);
    expect(announced({ legs: [LEG] }, muted, {})).toEqual([]);
  });

  it('announce a waiting claim once', () => {
    const claim: Claim = { state: 'waiting', uui: 'abc' };
    expect(announced({ claim })).toEqual(['Waiting for the call abc']);
    expect(announced({ claim }, { claim: { ...claim } })).toEqual([]);
  });
});

describe('a call', () => {
  it("is announced with the customer's number", () => {
    expect(customerNumber(call())).toBe('+1');
    expect(customerNumber(call({ route: 'dial-out' }))).toBe('+2');
    expect(customerNumber(call({ route: 'sip-out' }))).toBe('+2');
  });

  it('rings only if inbound', () => {
    const change = { kind: 'call', before: undefined, transfer: undefined } as const;
    expect(soundOf({ ...change, now: call() })).toBe('ring');
    expect(announcement({ ...change, now: call() })).toBe('Call from +1');
    expect(soundOf({ ...change, now: call({ route: 'dial-out' }) })).toBeUndefined();
  });

  it('is announced when it changes agents', () => {
    const now = call({ state: 'answered', agent: 'bob' });
    const change = { kind: 'call', before: call(), now } as const;
    expect(announcement({ ...change, transfer: 'gained' })).toBe('The call with +1 is yours now');
    expect(announcement({ ...change, transfer: 'lost' })).toBe('The call with +1 went to bob');
    expect(announcement({ ...change, transfer: 'missed' })).toBe('You missed the call from +1');
  });

  it('can be assigned to any other known agent', () => {
    const calls = new Map(['zoe', 'alice', 'bob', ''].map((agent, i) => [`CA${i}`, call({ agent })]));
    expect(otherAgents({ ...EMPTY_STATE, calls }, call({ agent: 'bob' }))).toEqual(['alice', 'zoe']);
  });
});
