import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_STATE, type Call, type ConnectionState } from '@agentpay/pay-client';
import { announcement, soundOf } from '../src/announcements/change-announcements.js';
import { otherAgents, customerNumber } from '../src/calls/call-text.js';
import type { Claim } from '../src/claim/uui-claim.js';
import { NO_SOFTPHONE, type Leg } from '../src/softphone/softphone.js';
import { NOTHING_ANNOUNCED, statusAnnouncements } from '../src/announcements/status-announcements.js';
import { translator } from '../src/messages.js';

beforeAll(() => translator.use('en'));

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
  const always = { sid: 'CA1', from: '+1', to: '+2', startedAt: '2026-01-01T00:00:00Z', version: 1 };
  return { ...always, route: 'softphone', state: 'ringing', ...change };
}

interface Now {
  state?: 'connecting' | 'live';
  isConnected?: boolean;
  legs?: Leg[];
  claim?: Claim;
}

/** What is said when one moment follows the other. */
function said(...moments: Now[]): string[] {
  let told = NOTHING_ANNOUNCED;
  let news: string[] = [];
  for (const { state = 'live', isConnected = false, legs = [], claim } of moments) {
    [news, told] = statusAnnouncements(
      {
        connection: { state } as ConnectionState,
        softphone: { ...NO_SOFTPHONE, isConnected, legs },
        uuiClaim: { now: claim } as never,
      },
      told,
    );
  }
  return news;
}

describe('what nobody sees who does not look', () => {
  it('is that the softphone is connected, told once', () => {
    expect(said({ isConnected: true })).toEqual(['The softphone is connected.']);
    expect(said({ isConnected: true }, { isConnected: true })).toEqual([]);
  });

  it('is that the microphone is off, but not that a silenced call has ended', () => {
    const muted = { legs: [{ ...LEG, isMuted: true }] };
    expect(said({ legs: [LEG] }, muted)).toEqual(['Your microphone is off']);
    expect(said({ legs: [LEG] }, muted, { legs: [LEG] })).toEqual(['Your microphone is on']);
    expect(said({ legs: [LEG] }, muted, {})).toEqual([]);
  });

  it('is that a call is waited for, told once however often it is asked for', () => {
    const claim: Claim = { state: 'waiting', uui: 'abc' };
    expect(said({ claim })).toEqual(['Waiting for the call abc']);
    expect(said({ claim }, { claim: { ...claim } })).toEqual([]);
  });
});

describe('a call', () => {
  it('is told with the number of the customer, whoever called', () => {
    expect(customerNumber(call())).toBe('+1');
    expect(customerNumber(call({ route: 'dial-out' }))).toBe('+2');
    expect(customerNumber(call({ route: 'sip-out' }))).toBe('+2');
  });

  it('rings when it comes in, and not when it is we who call', () => {
    const change = { kind: 'call', before: undefined, transfer: undefined } as const;
    expect(soundOf({ ...change, now: call() })).toBe('ring');
    expect(announcement({ ...change, now: call() })).toBe('Call from +1');
    expect(soundOf({ ...change, now: call({ route: 'dial-out' }) })).toBeUndefined();
  });

  it('is told when it becomes mine, and when it goes to somebody else', () => {
    const now = call({ state: 'answered', agent: 'bob' });
    const change = { kind: 'call', before: call(), now } as const;
    expect(announcement({ ...change, transfer: 'gained' })).toBe('The call with +1 is yours now');
    expect(announcement({ ...change, transfer: 'lost' })).toBe('The call with +1 went to bob');
  });

  it('can be given to every agent of whom something was seen but the one who has it', () => {
    const calls = new Map(['zoe', 'alice', 'bob', ''].map((agent, i) => [`CA${i}`, call({ agent })]));
    expect(otherAgents({ ...EMPTY_STATE, calls }, call({ agent: 'bob' }))).toEqual(['alice', 'zoe']);
  });
});
