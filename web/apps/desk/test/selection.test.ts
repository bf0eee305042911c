import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_STATE, withCall, type Call, type LiveState, type PaySession } from '@agentpay/pay-client';
import { Drafts } from '@agentpay/agent-pay';
import { Selection } from '../src/selection.js';

let live: LiveState;
let selection: Selection;
let drafts: Drafts;

beforeEach(() => {
  const agent = { name: 'alice', availability: 'ready' as const, version: 1 };
  live = { ...EMPTY_STATE, me: { user: { name: 'alice', role: 'agent' }, agent } };
  drafts = new Drafts(() => live);
  selection = new Selection(
    () => live,
    drafts,
    () => {},
  );
});

function receiveCall(change: Partial<Call> = {}): void {
  const { sid = 'CA1' } = change;
  const version = (live.calls.get(sid)?.version ?? 0) + 1;
  const always = {
    sid,
    from: '+1',
    to: '+2',
    startedAt: '2026-01-01T00:00:00Z',
    agent: 'alice',
    missedBy: [],
    version,
  };
  [live] = withCall(live, { ...always, route: 'softphone', state: 'answered', ...change });
}

function addPayment(call: string): void {
  const session = { id: 'ps_1', call, startedAt: '2026-01-01T00:00:00Z' } as PaySession;
  live = { ...live, sessions: new Map([['ps_1', session]]) };
}

describe('the shown call', () => {
  it('is the answered call', () => {
    receiveCall({ state: 'ringing' });
    expect(selection.call).toBeUndefined();
    receiveCall();
    expect(selection.call?.sid).toBe('CA1');
  });

  it('is the chosen call until it ends', () => {
    receiveCall();
    receiveCall({ sid: 'CA2', state: 'arrived' });
    selection.choose('CA2');
    expect(selection.call?.sid).toBe('CA2');
    receiveCall({ sid: 'CA2', state: 'ended' });
    expect(selection.call?.sid).toBe('CA1');
  });

  it('stays after its end, to show the result', () => {
    receiveCall();
    addPayment('CA1');
    expect(selection.session?.id).toBe('ps_1');
    receiveCall({ state: 'ended' });
    expect(selection.liveCalls).toEqual([]);
    expect(selection.session?.id).toBe('ps_1');
  });

  it('disappears when another agent gets it', () => {
    receiveCall();
    selection.choose('CA1');
    addPayment('CA1');
    expect(selection.call?.sid).toBe('CA1');
    receiveCall({ agent: 'bob' });
    expect(selection.liveCalls).toEqual([]);
    expect(selection.call).toBeUndefined();
    expect(selection.session).toBeUndefined();
  });

  it('has no payment while another one is prepared', () => {
    receiveCall();
    addPayment('CA1');
    drafts.start('CA1');
    expect(selection.session).toBeUndefined();
    drafts.end('CA1');
    expect(selection.session?.id).toBe('ps_1');
  });
});
