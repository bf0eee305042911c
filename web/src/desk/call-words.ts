// A call in words.
import type { Call } from '../pay-client/index.js';
import type { Key } from './words.js';

/** The customer's number: who calls us, or whom we call. */
export function customerOf(call: Call): string {
  return call.route === 'dial-out' || call.route === 'sip-out' ? call.to : call.from;
}

export const STATE: Record<Call['state'], Key> = {
  arrived: 'callArrived',
  ringing: 'callRinging',
  answered: 'callAnswered',
  ended: 'callEnded',
};
