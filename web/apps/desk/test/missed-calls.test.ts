import { beforeEach, describe, expect, it } from 'vitest';
import type { Call, Transfer } from '@agentpay/pay-client';
import { MissedCalls } from '../src/calls/missed-calls.js';

let missed: MissedCalls;
let now: number;

beforeEach(() => {
  now = 0;
  missed = new MissedCalls(() => ++now);
});

function change(sid: string, transfer: Transfer): boolean {
  const call: Call = {
    sid,
    from: '+1',
    to: '+2',
    route: 'softphone',
    state: 'waiting',
    startedAt: '2026-11-27T10:00:00Z',
    missedBy: ['alice'],
    version: 1,
  };
  return missed.changed({ kind: 'call', before: undefined, now: call, transfer });
}

const sids = () => missed.newestFirst.map(({ call }) => call.sid);

describe('the missed calls', () => {
  it('are listed newest first, each once', () => {
    expect(change('CA1', 'missed')).toBe(true);
    change('CA2', 'missed');
    change('CA1', 'missed');
    expect(sids()).toEqual(['CA1', 'CA2']);
    expect(missed.newestFirst[0]?.at).toBe(3);
  });

  it('are the last five', () => {
    for (let i = 1; i <= 7; i++) change(`CA${i}`, 'missed');
    expect(sids()).toEqual(['CA7', 'CA6', 'CA5', 'CA4', 'CA3']);
  });

  it('do not contain a call that the agent declined', () => {
    missed.declined('CA1');
    expect(change('CA1', 'missed')).toBe(false);
    expect(sids()).toEqual([]);
    expect(change('CA1', 'missed')).toBe(true);
  });

  it('do not contain a call that rings again', () => {
    change('CA1', 'missed');
    change('CA1', undefined);
    expect(sids()).toEqual([]);
  });

  it('are gone when the agent has read them', () => {
    change('CA1', 'missed');
    missed.clear();
    expect(sids()).toEqual([]);
  });
});
