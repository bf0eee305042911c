// A leg as the simulator tells it, and as the page knows it. Pure.
import type { Leg } from './softphone.js';

export interface SimulatedLeg {
  sid: string;
  /** The customer's; empty for a leg that is dialled from here. */
  parentSid?: string;
  from?: string;
  to?: string;
  status: string;
  /** `inbound` rings here, `outbound` is dialled from here. */
  direction?: 'inbound' | 'outbound';
}

/** The leg as the page knows it; nothing when it has ended. */
export function toLeg(told: SimulatedLeg, isMuted = false): Leg | undefined {
  const isRinging = ['queued', 'initiated', 'ringing'].includes(told.status);
  if (!isRinging && told.status !== 'in-progress') return undefined;
  const direction = told.direction ?? 'inbound';
  return {
    id: told.sid,
    sid: told.sid,
    call: direction === 'outbound' || told.parentSid === '' ? undefined : told.parentSid,
    direction,
    state: isRinging ? 'ringing' : 'answered',
    isMuted,
    number: (direction === 'outbound' ? told.to : told.from) ?? '',
  };
}
