// A call in words.
import type { Call, LiveState } from '@agentpay/pay-client';
import type { Key } from '../messages.js';

/** The customer's number: who calls us, or whom we call. */
export function customerNumber(call: Call): string {
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
export function otherAgents(live: LiveState, call: Call): string[] {
  const names = [...live.calls.values(), ...live.sessions.values()].map((it) => it.agent ?? '');
  return [...new Set(names)].filter((name) => name !== '' && name !== call.agent).sort();
}
