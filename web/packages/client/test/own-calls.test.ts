import { EMPTY_STATE, type Call, type LiveState, type PaySession } from '@agentpay/pay-client';
import { describe, expect, it } from 'vitest';
import { OwnCalls, openPaymentOn } from '../src/own-calls.js';
import { CALL, session } from './samples.js';

function call(sid: string, answeredAt: string, more: Partial<Call> = {}): Call {
  const startedAt = '2026-01-01T00:00:00Z';
  return {
    sid,
    from: '+12025550110',
    to: '+12025550100',
    route: 'softphone',
    state: 'answered',
    agent: 'alice',
    missedBy: [],
    startedAt,
    answeredAt,
    version: 1,
    ...more,
  };
}

function state(calls: Call[], sessions: PaySession[] = []): LiveState {
  return {
    ...EMPTY_STATE,
    me: {
      user: { name: 'alice', role: 'agent' },
      agent: { name: 'alice', availability: 'busy', version: 1 },
    },
    calls: new Map(calls.map((c) => [c.sid, c])),
    sessions: new Map(sessions.map((s) => [s.id, s])),
  };
}

const sids = (calls: Call[]) => calls.map(({ sid }) => sid);

describe('own calls', () => {
  it('begin with the newest', () => {
    const calls = [call('CA2', '2026-01-01T00:02:00Z'), call('CA1', '2026-01-01T00:01:00Z')];
    expect(sids(new OwnCalls().next(state(calls)))).toEqual(['CA2']);
  });

  it('are told once each', () => {
    const own = new OwnCalls();
    const [first, second] = [call('CA1', '2026-01-01T00:01:00Z'), call('CA2', '2026-01-01T00:02:00Z')];
    expect(own.next(state([]))).toEqual([]);
    expect(sids(own.next(state([first])))).toEqual(['CA1']);
    expect(sids(own.next(state([first, second])))).toEqual(['CA2']);
    expect(own.next(state([first, second]))).toEqual([]);
  });

  it('leave out calls that ring, have ended, or belong to others', () => {
    const at = '2026-01-01T00:01:00Z';
    const others = [
      call('CA1', at, { state: 'ringing' }),
      call('CA2', at, { state: 'ended' }),
      call('CA3', at, { agent: 'bob' }),
    ];
    expect(new OwnCalls().next(state(others))).toEqual([]);
  });

  it('are told again when they come back', () => {
    const own = new OwnCalls();
    const mine = call('CA1', '2026-01-01T00:01:00Z');
    own.next(state([mine]));
    own.next(state([{ ...mine, agent: 'bob' }]));
    expect(sids(own.next(state([mine])))).toEqual(['CA1']);
  });
});

describe('the open payment on a call', () => {
  it('is found by the call and by the leg of the agent', () => {
    const open = session('capturing');
    const agentLeg = `CA${'9'.repeat(32)}`;
    const now = state([call(CALL, '2026-01-01T00:01:00Z', { agentLeg })], [open]);
    expect(openPaymentOn(CALL, now)).toBe(open);
    expect(openPaymentOn(agentLeg, now)).toBe(open);
    expect(openPaymentOn(`CA${'8'.repeat(32)}`, now)).toBeUndefined();
  });

  it('is none that has ended, or that another agent takes', () => {
    expect(openPaymentOn(CALL, state([], [session('paid')]))).toBeUndefined();
    expect(openPaymentOn(CALL, state([], [session('ready', { agent: 'bob' })]))).toBeUndefined();
  });
});
