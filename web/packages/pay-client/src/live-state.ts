// The state of a page, computed from live updates and from answers to requests. Pure functions.
import type { SseFrame } from '@agentpay/http';
import type { Agent, Call, Digits, LiveEvent, Me, PaySession, Snapshot } from './types.js';

export interface LiveState {
  readonly me: Me | undefined;
  readonly calls: ReadonlyMap<string, Call>;
  readonly sessions: ReadonlyMap<string, PaySession>;
  /** The newest digit update by session id, until a newer session version replaces it. */
  readonly typing: ReadonlyMap<string, Digits>;
}

export const EMPTY_STATE: LiveState = {
  me: undefined,
  calls: new Map(),
  sessions: new Map(),
  typing: new Map(),
};

/** What a frame or an answer changed: the input of sounds and announcements. */
export type Change =
  | { kind: 'snapshot' }
  | { kind: 'call'; before: Call | undefined; now: Call; transfer: Transfer }
  | { kind: 'session'; before: PaySession | undefined; now: PaySession; event: string }
  | { kind: 'agent'; now: Agent }
  | { kind: 'digits'; digits: Digits }
  /** A claim of this agent was withdrawn; there is no call. */
  | { kind: 'unclaimed'; uui: string };

/** Whether this page's agent has just gained an answered call, lost a call to another agent, or not answered it. */
export type Transfer = 'gained' | 'lost' | 'missed' | undefined;

/** Applies a live update. An update with an older version than the state changes nothing. */
export function applyFrame(state: LiveState, frame: SseFrame): [LiveState, Change | undefined] {
  switch (frame.event) {
    case 'snapshot':
      return [fromSnapshot(JSON.parse(frame.data) as Snapshot), { kind: 'snapshot' }];
    case 'digits':
      return withDigits(state, JSON.parse(frame.data) as Digits);
    case 'pay-session':
    case 'call':
    case 'agent': {
      const event = JSON.parse(frame.data) as LiveEvent;
      if (event.paySession !== undefined) {
        const now = CLEARS_DIGITS.has(event.type) ? withoutTyping(state, event.paySession.id) : state;
        return withSession(now, event.paySession, event.type);
      }
      if (event.call !== undefined) return withCall(state, event.call);
      if (event.agent !== undefined) return withAgent(state, event.agent);
      return [state, undefined];
    }
    case 'uui': {
      const { type, event } = JSON.parse(frame.data) as { type: string; event: { uui: string } };
      return [state, type === 'uui-left' ? { kind: 'unclaimed', uui: event.uui } : undefined];
    }
    default:
      return [state, undefined];
  }
}

/** Applies a newer version of a session. `event` names what changed it. */
export function withSession(
  state: LiveState,
  now: PaySession,
  event: string,
): [LiveState, Change | undefined] {
  const before = state.sessions.get(now.id);
  if (before !== undefined && before.version >= now.version) return [state, undefined];
  const typing = new Map(state.typing);
  const typed = typing.get(now.id);
  if (typed !== undefined && !isStillTyped(now, typed)) typing.delete(now.id);
  return [
    { ...state, typing, sessions: new Map(state.sessions).set(now.id, now) },
    { kind: 'session', before, now, event },
  ];
}

/** Applies a newer version of a call. Calls of other agents lead to no change. */
export function withCall(state: LiveState, now: Call): [LiveState, Change | undefined] {
  const before = state.calls.get(now.sid);
  if (before !== undefined && before.version >= now.version) return [state, undefined];
  const next = { ...state, calls: new Map(state.calls).set(now.sid, now) };
  const wasVisible = before !== undefined && isVisibleTo(state.me, before);
  if (!wasVisible && !isVisibleTo(state.me, now)) return [next, undefined];
  return [next, { kind: 'call', before, now, transfer: transfer(state.me, before, now) }];
}

function transfer(me: Me | undefined, before: Call | undefined, now: Call): Transfer {
  const rangHere = before?.state === 'ringing' && before.agent === me?.agent.name;
  if (hasMissed(me, now) || (rangHere && now.state === 'ended')) return 'missed';
  if (!isVisibleTo(me, now)) return 'lost';
  const mine = now.agent !== undefined && now.agent === me?.agent.name;
  return mine && now.state === 'answered' && before?.agent !== now.agent ? 'gained' : undefined;
}

/** Whether the call rang for this agent, who did not answer. It may ring for them again. */
export function hasMissed(me: Me | undefined, call: Call): boolean {
  const name = me?.agent.name;
  return (
    name !== undefined && call.agent !== name && call.state !== 'answered' && call.missedBy.includes(name)
  );
}

/** Supervisors see every call; agents see their own calls, and unassigned ones that they have not missed. */
export function isVisibleTo(me: Me | undefined, call: Call): boolean {
  if (me?.user.role === 'supervisor') return true;
  return call.agent === undefined ? !hasMissed(me, call) : call.agent === me?.agent.name;
}

/** Applies a newer version of the signed-in agent. Other agents change nothing. */
export function withAgent(state: LiveState, now: Agent): [LiveState, Change | undefined] {
  if (state.me === undefined || state.me.agent.name !== now.name) return [state, undefined];
  if (state.me.agent.version >= now.version) return [state, undefined];
  return [
    { ...state, me: { ...state.me, agent: now } },
    { kind: 'agent', now },
  ];
}

function withDigits(state: LiveState, digits: Digits): [LiveState, Change | undefined] {
  const session = state.sessions.get(digits.paySession);
  if (session === undefined || !isStillTyped(session, digits)) return [state, undefined];
  const typing = new Map(state.typing).set(digits.paySession, digits);
  return [
    { ...state, typing },
    { kind: 'digits', digits },
  ];
}

/** Digit updates have no version. One for a field that is not being captured is late. */
function isStillTyped(session: PaySession, digits: Digits): boolean {
  return (
    session.capturing === digits.field &&
    session.fields.some((f) => f.field === digits.field && f.state === 'capturing')
  );
}

/** Events after which the typed digits are gone: the field was rejected or requested again. */
const CLEARS_DIGITS = new Set(['field-rejected', 'capture-requested']);

function withoutTyping(state: LiveState, session: string): LiveState {
  if (!state.typing.has(session)) return state;
  const typing = new Map(state.typing);
  typing.delete(session);
  return { ...state, typing };
}

function fromSnapshot(snapshot: Snapshot): LiveState {
  return {
    me: snapshot.me,
    calls: new Map(snapshot.calls.map((c) => [c.sid, c])),
    sessions: new Map(snapshot.paySessions.map((s) => [s.id, s])),
    typing: new Map(),
  };
}
