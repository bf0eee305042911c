// What a page knows: calls, sessions and who one is, as the stream tells them. Pure.
import type { Agent, Call, Digits, LiveEvent, Me, PaySession, Snapshot } from './api.js';
import type { Frame } from './sse.js';

export interface World {
  readonly me: Me | undefined;
  readonly calls: ReadonlyMap<string, Call>;
  readonly sessions: ReadonlyMap<string, PaySession>;
  /** What is being typed, by session: shown until a newer state of the session says more. */
  readonly typing: ReadonlyMap<string, Digits>;
}

export const NOTHING: World = { me: undefined, calls: new Map(), sessions: new Map(), typing: new Map() };

/** What changed a world, for whoever tells of it: sounds, the live region. */
export type Change =
  | { kind: 'snapshot' }
  | { kind: 'call'; before: Call | undefined; now: Call; passed: Passed }
  | { kind: 'session'; before: PaySession | undefined; now: PaySession; event: string }
  | { kind: 'agent'; now: Agent }
  | { kind: 'digits'; digits: Digits }
  /** A claim of mine waits no longer, and has no call. */
  | { kind: 'unclaimed'; uui: string };

/** Whether a call on which somebody talks came to this page's agent just now, or left for somebody else. */
export type Passed = 'here' | 'away' | undefined;

/** The world after one more frame of the stream. A frame that is older than what is known changes nothing. */
export function after(world: World, frame: Frame): [World, Change | undefined] {
  switch (frame.event) {
    case 'snapshot':
      return [fromSnapshot(JSON.parse(frame.data) as Snapshot), { kind: 'snapshot' }];
    case 'digits':
      return withDigits(world, JSON.parse(frame.data) as Digits);
    case 'pay-session':
    case 'call':
    case 'agent': {
      const event = JSON.parse(frame.data) as LiveEvent;
      if (event.paySession !== undefined) {
        const now = ANOTHER_TRY.has(event.type) ? withoutTyping(world, event.paySession.id) : world;
        return withSession(now, event.paySession, event.type);
      }
      if (event.call !== undefined) return withCall(world, event.call);
      if (event.agent !== undefined) return withAgent(world, event.agent);
      return [world, undefined];
    }
    case 'uui': {
      const { type, event } = JSON.parse(frame.data) as { type: string; event: { uui: string } };
      return [world, type === 'uui-left' ? { kind: 'unclaimed', uui: event.uui } : undefined];
    }
    default:
      return [world, undefined];
  }
}

/** The world with a session as an answer to a request showed it. */
export function withSession(world: World, now: PaySession, event: string): [World, Change | undefined] {
  const before = world.sessions.get(now.id);
  if (before !== undefined && before.version >= now.version) return [world, undefined];
  const typing = new Map(world.typing);
  const typed = typing.get(now.id);
  if (typed !== undefined && !isStillTyped(now, typed)) typing.delete(now.id);
  return [
    { ...world, typing, sessions: new Map(world.sessions).set(now.id, now) },
    { kind: 'session', before, now, event },
  ];
}

export function withCall(world: World, now: Call): [World, Change | undefined] {
  const before = world.calls.get(now.sid);
  if (before !== undefined && before.version >= now.version) return [world, undefined];
  const next = { ...world, calls: new Map(world.calls).set(now.sid, now) };
  const wasHere = before !== undefined && concerns(world.me, before);
  if (!wasHere && !concerns(world.me, now)) return [next, undefined];
  return [next, { kind: 'call', before, now, passed: passed(world.me, before, now) }];
}

function passed(me: Me | undefined, before: Call | undefined, now: Call): Passed {
  if (!concerns(me, now)) return 'away';
  const mine = now.agent !== undefined && now.agent === me?.agent.name;
  return mine && now.state === 'answered' && before?.agent !== now.agent ? 'here' : undefined;
}

/** Whether a call is for this page: any for a supervisor, and for an agent all but those of somebody else. */
export function concerns(me: Me | undefined, call: Call): boolean {
  if (me?.user.role === 'supervisor' || call.agent === undefined) return true;
  return call.agent === me?.agent.name;
}

export function withAgent(world: World, now: Agent): [World, Change | undefined] {
  if (world.me === undefined || world.me.agent.name !== now.name) return [world, undefined];
  if (world.me.agent.version >= now.version) return [world, undefined];
  return [
    { ...world, me: { ...world.me, agent: now } },
    { kind: 'agent', now },
  ];
}

function withDigits(world: World, digits: Digits): [World, Change | undefined] {
  const session = world.sessions.get(digits.paySession);
  if (session === undefined || !isStillTyped(session, digits)) return [world, undefined];
  const typing = new Map(world.typing).set(digits.paySession, digits);
  return [
    { ...world, typing },
    { kind: 'digits', digits },
  ];
}

/** Digits come without a number: those of a field that is not being typed are late. */
function isStillTyped(session: PaySession, digits: Digits): boolean {
  return (
    session.capturing === digits.field &&
    session.fields.some((f) => f.field === digits.field && f.state === 'capturing')
  );
}

/** Events after which what was typed is gone: an error, or the field asked for anew. */
const ANOTHER_TRY = new Set(['field-rejected', 'capture-requested']);

function withoutTyping(world: World, session: string): World {
  if (!world.typing.has(session)) return world;
  const typing = new Map(world.typing);
  typing.delete(session);
  return { ...world, typing };
}

function fromSnapshot(snapshot: Snapshot): World {
  return {
    me: snapshot.me,
    calls: new Map(snapshot.calls.map((c) => [c.sid, c])),
    sessions: new Map(snapshot.paySessions.map((s) => [s.id, s])),
    typing: new Map(),
  };
}
