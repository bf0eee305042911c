// Texts about a call.
import type { Call, LiveState } from '@agentpay/pay-client';
import type { Key } from '../messages.js';

/** The customer's number: the caller of an inbound call, the callee of an outbound one. */
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

/** Agents of the known calls and sessions, except the agent of this call. Sorted by name. */
export function otherAgents(live: LiveState, call: Call): string[] {
  const names = [...live.calls.values(), ...live.sessions.values()].map((it) => it.agent ?? '');
  return [...new Set(names)].filter((name) => name !== '' && name !== call.agent).sort();
}
