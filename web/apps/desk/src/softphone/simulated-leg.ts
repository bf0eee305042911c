// Converts a leg of the simulator to a leg of the page. Pure.
import type { Leg } from './softphone.js';

export interface SimulatedLeg {
  sid: string;
  /** CallSid of the customer's leg; empty for a leg that is dialled from this page. */
  parentSid?: string;
  from?: string;
  to?: string;
  status: string;
  /** `inbound` rings on this page, `outbound` is dialled from it. Missing means `inbound`. */
  direction?: 'inbound' | 'outbound';
}

/** The leg of the page; `undefined` if it has ended. */
export function toLeg(leg: SimulatedLeg, isMuted = false): Leg | undefined {
  const isRinging = ['queued', 'initiated', 'ringing'].includes(leg.status);
  if (!isRinging && leg.status !== 'in-progress') return undefined;
  const direction = leg.direction ?? 'inbound';
  return {
    id: leg.sid,
    sid: leg.sid,
    call: direction === 'outbound' || leg.parentSid === '' ? undefined : leg.parentSid,
    direction,
    state: isRinging ? 'ringing' : 'answered',
    isMuted,
    number: (direction === 'outbound' ? leg.to : leg.from) ?? '',
  };
}
