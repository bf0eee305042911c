import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_STATE, withCall, type Call, type LiveState, type PaySession } from '@agentpay/pay-client';
import { Selection } from '../src/selection.js';

let live: LiveState;
let selection: Selection;

beforeEach(() => {
  const agent = { name: 'alice', availability: 'ready' as const, version: 1 };
  live = { ...EMPTY_STATE, me: { user: { name: 'alice', role: 'agent' }, agent } };
  selection = new Selection(
    () => live,
    () => {},
  );
});

function tells(change: Partial<Call> = {}): void {
  const { sid = 'CA1' } = change;
  const version = (live.calls.get(sid)?.version ?? 0) + 1;
  const always = { sid, from: '+1', to: '+2', startedAt: '2026-01-01T00:00:00Z', agent: 'alice', version };
  [live] = withCall(live, { ...always, route: 'softphone', state: 'answered', ...change });
}

function hasPaid(call: string): void {
  const session = { id: 'ps_1', call, startedAt: '2026-01-01T00:00:00Z' } as PaySession;
  live = { ...live, sessions: new Map([['ps_1', session]]) };
}

describe('what the desk shows', () => {
  it('is the call on the line', () => {
    tells({ state: 'ringing' });
    expect(selection.call).toBeUndefined();
    tells();
    expect(selection.call?.sid).toBe('CA1');
  });

  it('is the call that was chosen, while it lives', () => {
    tells();
    tells({ sid: 'CA2', state: 'arrived' });
    selection.choose('CA2');
    expect(selection.call?.sid).toBe('CA2');
    tells({ sid: 'CA2', state: 'ended' });
    expect(selection.call?.sid).toBe('CA1');
  });

  it('stays at a call that is over, for its result', () => {
    tells();
    hasPaid('CA1');
    expect(selection.session?.id).toBe('ps_1');
    tells({ state: 'ended' });
    expect(selection.liveCalls).toEqual([]);
    expect(selection.session?.id).toBe('ps_1');
  });

  it('leaves a call that went to another agent, chosen or not', () => {
    tells();
    selection.choose('CA1');
    hasPaid('CA1');
    expect(selection.call?.sid).toBe('CA1');
    tells({ agent: 'bob' });
    expect(selection.liveCalls).toEqual([]);
    expect(selection.call).toBeUndefined();
    expect(selection.session).toBeUndefined();
  });

  it('is a new payment when the agent asks for one, and the old one after going back', () => {
    tells();
    hasPaid('CA1');
    selection.startDraft('CA1');
    expect(selection.session).toBeUndefined();
    selection.endDraft('CA1');
    expect(selection.session?.id).toBe('ps_1');
  });
});
