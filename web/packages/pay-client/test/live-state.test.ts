import { describe, expect, it } from 'vitest';
import {
  EMPTY_STATE,
  applyFrame,
  isVisibleTo,
  withCall,
  withSession,
  type LiveState,
} from '../src/live-state.js';
import type { Call, PaySession, Snapshot } from '../src/types.js';

const SNAPSHOT: Snapshot = {
  calls: [],
  paySessions: [],
  me: {
    user: { name: 'alice', role: 'agent' },
    agent: { name: 'alice', availability: 'ready', version: 3 },
  },
};

function session(version: number, change: Partial<PaySession> = {}): PaySession {
  return {
    id: 'ps_1',
    version,
    state: 'capturing',
    final: false,
    agent: 'alice',
    call: 'CA1',
    currency: 'USD',
    description: '',
    reference: '',
    connector: 'sandbox',
    tokenType: 'reusable',
    paymentMethod: 'credit-card',
    typeTwice: [],
    captureOrder: ['payment-card-number'],
    advance: 'server',
    capturing: 'payment-card-number',
    fields: [{ field: 'payment-card-number', state: 'capturing', second: false, mask: '', rejections: 0 }],
    startedAt: '2026-01-01T00:00:00Z',
    stateSince: '2026-01-01T00:00:00Z',
    alarm: false,
    ...change,
  };
}

function frame(event: string, data: unknown) {
  return { event, data: JSON.stringify(data), id: undefined };
}

function digits(mask: string, field = 'payment-card-number') {
  return frame('digits', { paySession: 'ps_1', field, mask, at: '2026-01-01T00:00:00Z' });
}

function applyAll(...frames: ReturnType<typeof frame>[]): LiveState {
  return frames.reduce((state, next) => applyFrame(state, next)[0], EMPTY_STATE);
}

describe('the state', () => {
  it('starts with the snapshot', () => {
    expect(applyAll(frame('snapshot', SNAPSHOT)).me?.user.name).toBe('alice');
  });

  it('ignores an older version', () => {
    const [newer] = withSession(EMPTY_STATE, session(5, { state: 'ready' }), 'x');
    const [state, change] = withSession(newer, session(4), 'x');
    expect(state).toBe(newer);
    expect(change).toBeUndefined();
  });

  it('stores digits of the captured field only', () => {
    const [open] = withSession(EMPTY_STATE, session(1), 'x');
    const [typed] = applyFrame(open, digits('xx'));
    expect(typed.typing.get('ps_1')?.mask).toBe('xx');
    expect(applyFrame(open, digits('xx', 'security-code'))[0]).toBe(open);
  });

  it('clears digits after a rejection or a new request', () => {
    const [open] = withSession(EMPTY_STATE, session(1), 'x');
    const [typed] = applyFrame(open, digits('xxx'));
    for (const type of ['field-rejected', 'capture-requested']) {
      const event = frame('pay-session', { type, paySession: session(1) });
      expect(applyFrame(typed, event)[0].typing.size).toBe(0);
    }
  });

  it('keeps digits when another part of the session changes', () => {
    const [open] = withSession(EMPTY_STATE, session(1), 'x');
    const [typed] = applyFrame(open, digits('xxx'));
    expect(withSession(typed, session(2), 'x')[0].typing.get('ps_1')?.mask).toBe('xxx');
  });

  it('is replaced by another snapshot', () => {
    const [open] = withSession(EMPTY_STATE, session(1), 'x');
    expect(applyFrame(open, frame('snapshot', SNAPSHOT))[0].sessions.size).toBe(0);
  });

  it('ignores unknown events', () => {
    expect(applyFrame(EMPTY_STATE, frame('later', { new: true }))[0]).toBe(EMPTY_STATE);
  });
});

describe('a transferred call', () => {
  const state = applyAll(frame('snapshot', SNAPSHOT));

  function call(version: number, change: Partial<Call> = {}): Call {
    const always = { sid: 'CA1', from: '+1', to: '+2', startedAt: '2026-01-01T00:00:00Z', missedBy: [] };
    return { ...always, route: 'softphone', state: 'answered', agent: 'alice', version, ...change };
  }

  it('is gained by one agent and lost by the other', () => {
    const [mine, came] = withCall(state, call(1));
    expect(came).toMatchObject({ transfer: 'gained' });
    const [gone, left] = withCall(mine, call(2, { agent: 'bob' }));
    expect(left).toMatchObject({ transfer: 'lost' });
    expect(isVisibleTo(gone.me, gone.calls.get('CA1') as Call)).toBe(false);
  });

  it('does not come back with a late older version', () => {
    const [gone] = withCall(withCall(state, call(1))[0], call(3, { agent: 'bob' }));
    expect(withCall(gone, call(2))[0]).toBe(gone);
  });

  it('is not a transfer when the agent answers it', () => {
    const [ringing, rang] = withCall(state, call(1, { state: 'ringing' }));
    expect(rang).toMatchObject({ transfer: undefined });
    expect(withCall(ringing, call(2))[1]).toMatchObject({ transfer: undefined });
  });

  it('leads to no change while another agent has it', () => {
    expect(withCall(state, call(1, { agent: 'bob' }))[1]).toBeUndefined();
  });

  describe('that rang and was not answered', () => {
    const { agent: _, ...unassigned } = call(2, { state: 'waiting', missedBy: ['alice'] });
    const [ringing] = withCall(state, call(1, { state: 'ringing' }));

    it('is missed, and gone at once', () => {
      const [missed, change] = withCall(ringing, unassigned);
      expect(change).toMatchObject({ transfer: 'missed' });
      expect(isVisibleTo(missed.me, unassigned)).toBe(false);
      expect(withCall(missed, { ...unassigned, version: 3, agent: 'bob' })[1]).toBeUndefined();
      expect(withCall(missed, { ...unassigned, version: 3, state: 'ended' })[1]).toBeUndefined();
    });

    it('is missed if the caller hangs up first', () => {
      const { agent: __, ...ended } = call(2, { state: 'ended' });
      expect(withCall(ringing, ended)[1]).toMatchObject({ transfer: 'missed' });
    });

    it('is back when it rings again', () => {
      const [missed] = withCall(ringing, unassigned);
      const [again, change] = withCall(missed, {
        ...unassigned,
        version: 3,
        state: 'ringing',
        agent: 'alice',
      });
      expect(change).toMatchObject({ transfer: undefined });
      expect(isVisibleTo(again.me, again.calls.get('CA1') as Call)).toBe(true);
    });

    it('is visible again once it talks to somebody unknown', () => {
      expect(isVisibleTo(SNAPSHOT.me, { ...unassigned, state: 'answered' })).toBe(true);
    });
  });

  it('is visible to supervisors, and to agents while unassigned', () => {
    const sam = {
      user: { name: 'sam', role: 'supervisor' as const },
      agent: { ...SNAPSHOT.me.agent, name: 'sam' },
    };
    const { agent: _, ...unassigned } = call(1);
    expect(isVisibleTo(sam, call(1))).toBe(true);
    expect(isVisibleTo(SNAPSHOT.me, unassigned)).toBe(true);
  });
});

describe('a withdrawn claim', () => {
  it('leads to a change but keeps the state', () => {
    const [state] = applyFrame(EMPTY_STATE, frame('snapshot', SNAPSHOT));
    const left = frame('uui', { type: 'uui-left', event: { uui: 'abc', agent: 'alice' } });
    expect(applyFrame(state, left)).toEqual([state, { kind: 'unclaimed', uui: 'abc' }]);
    const mapped = frame('uui', { type: 'uui-mapped', event: { uui: 'abc', call: 'CA1' } });
    expect(applyFrame(state, mapped)).toEqual([state, undefined]);
  });
});
