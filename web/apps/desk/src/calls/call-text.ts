// A call in words.
import type { Call, World } from '../pay-client/index.js';
import type { Key } from './words.js';

/** The customer's number: who calls us, or whom we call. */
export function customerOf(call: Call): string {
  return call.route === 'dial-out' || call.route === 'sip-out' ? call.to : call.from;
}

export const STATE: Record<Call['state'], Key> = {
  arrived: 'callArrived',
  waiting: 'callWaiting',
  ringing: 'callRinging',
  answered: 'callAnswered',
  ended: 'callEnded',
};

/** Agents of whom something has been seen today, but for the one who has the call. */
export function agentsSeen(world: World, call: Call): string[] {
  const names = [...world.calls.values(), ...world.sessions.values()].map((it) => it.agent ?? '');
  return [...new Set(names)].filter((name) => name !== '' && name !== call.agent).sort();
}
