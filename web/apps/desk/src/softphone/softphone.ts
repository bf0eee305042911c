// The interface of a softphone on this page, and how its legs relate to calls.
import type { Call } from '@agentpay/pay-client';

/** The agent's own leg of a call that has not ended. */
export interface Leg {
  /** Chosen by the page; never changes. */
  readonly id: string;
  /** CallSid of this leg; unknown at first for an outbound leg. */
  readonly sid: string | undefined;
  /** CallSid of the customer's leg, which identifies the call in the API. Unknown for an outbound leg. */
  readonly call: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly state: 'ringing' | 'connecting' | 'answered';
  readonly isMuted: boolean;
  /** The number of the other party. */
  readonly number: string;
}

/** Why a softphone does not work. Each has a message that tells the agent what to do. */
export type SoftphoneErrorKind =
  | 'microphone-denied'
  | 'microphone-missing'
  | 'unsupported'
  | 'not-loaded'
  | 'token-refused'
  | 'network'
  | 'not-dialled'
  | 'not-connected'
  | 'busy'
  | 'other';

/** A request that the softphone could not carry out. */
export class SoftphoneError extends Error {
  constructor(
    readonly kind: SoftphoneErrorKind,
    /** The library's own error code, to look it up. */
    readonly code = '',
  ) {
    super(kind);
  }
}

export interface Softphone {
  /** Whether the agent has switched it on. */
  readonly isOn: boolean;
  /** Whether calls can ring now. */
  readonly isConnected: boolean;
  /** Why it cannot ring, or the last error: a `SoftphoneError` or a `ProblemError`. */
  readonly error: unknown;
  /** All legs that have not ended. */
  readonly legs: readonly Leg[];
  /** Switches it on or off. Switching it off ends its legs. */
  setOn(on: boolean): void;
  answer(id: string): Promise<void>;
  reject(id: string): Promise<void>;
  hangUp(id: string): Promise<void>;
  mute(id: string, muted: boolean): void;
  /** @throws SoftphoneError `busy`, `not-connected`, `not-dialled` */
  dial(number: string): Promise<void>;
  close(): void;
}

/** Used if agents answer on a device that this page does not control. */
export const NO_SOFTPHONE: Softphone = {
  isOn: false,
  isConnected: false,
  error: undefined,
  legs: [],
  setOn: () => {},
  answer: () => Promise.resolve(),
  reject: () => Promise.resolve(),
  hangUp: () => Promise.resolve(),
  mute: () => {},
  dial: () => Promise.reject(new SoftphoneError('not-connected')),
  close: () => {},
};

/** This page's leg of a call. */
export function legOf(call: Call, legs: readonly Leg[]): Leg | undefined {
  return legs.find((leg) => isOf(leg, call));
}

/** The call of a leg, whichever agent has it. */
export function callOf(leg: Leg, known: Iterable<Call>): Call | undefined {
  return [...known].find((call) => isOf(leg, call));
}

/** Legs whose call is not visible. Leaves out legs of calls that are over for this agent: they are about to end too. */
export function legsWithoutCall(
  legs: readonly Leg[],
  visible: readonly Call[],
  over: readonly Call[],
): Leg[] {
  return legs.filter((leg) => ![...visible, ...over].some((call) => isOf(leg, call)));
}

function isOf(leg: Leg, call: Call): boolean {
  return leg.call === undefined ? leg.sid !== undefined && leg.sid === call.agentLeg : leg.call === call.sid;
}

/** Converts a typed number with country code to E.164; `undefined` if it is not a phone number. */
export function toE164(text: string): string | undefined {
  const plain = text.replace(/[\s().\-/\u00a0\u2011\u202f]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : undefined;
}
