// How calls are answered and dialled on this page. One interface; what rings behind it may change.
import type { Call } from '@agentpay/pay-client';

/** The agent's own leg of a call, for as long as it lives. */
export interface Leg {
  /** The page's name of it, which stays the same. */
  readonly id: string;
  /** Its sid; unknown for a moment while a call is dialled from here. */
  readonly sid: string | undefined;
  /** The customer's leg, which is the call's sid in the API. Unknown where the call is dialled from here. */
  readonly call: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly state: 'ringing' | 'connecting' | 'answered';
  readonly isMuted: boolean;
  /** The number at the other end. */
  readonly number: string;
}

/** Why a softphone does not work; each has words for the agent that say what to do. */
export type Trouble =
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

/** A wish that the softphone could not fulfil. */
export class SoftphoneError extends Error {
  constructor(
    readonly trouble: Trouble,
    /** What the library called it, for whoever looks it up. */
    readonly code = '',
  ) {
    super(trouble);
  }
}

export interface Softphone {
  /** Whether the agent wants it to ring here. */
  readonly isOn: boolean;
  /** Whether it can ring now. */
  readonly isConnected: boolean;
  /** Why it can't, or what went wrong last: one of ours, or the server's refusal. */
  readonly trouble: unknown;
  /** Every leg that has not ended. */
  readonly legs: readonly Leg[];
  /** Switches it on or off; off ends what is on it. */
  turn(on: boolean): void;
  answer(id: string): Promise<void>;
  reject(id: string): Promise<void>;
  hangUp(id: string): Promise<void>;
  mute(id: string, muted: boolean): void;
  /** @throws SoftphoneError `busy`, `not-connected`, `not-dialled` */
  dial(number: string): Promise<void>;
  close(): void;
}

/** Where calls are answered on another device, which this page does not steer. */
export const NO_SOFTPHONE: Softphone = {
  isOn: false,
  isConnected: false,
  trouble: undefined,
  legs: [],
  turn: () => {},
  answer: () => Promise.resolve(),
  reject: () => Promise.resolve(),
  hangUp: () => Promise.resolve(),
  mute: () => {},
  dial: () => Promise.reject(new SoftphoneError('not-connected')),
  close: () => {},
};

/** The leg by which this page talks on a call, or rings for it. */
export function legOf(call: Call, legs: readonly Leg[]): Leg | undefined {
  return legs.find((leg) => isOf(leg, call));
}

/** The call of a leg, whosever it is. */
export function callOf(leg: Leg, known: Iterable<Call>): Call | undefined {
  return [...known].find((call) => isOf(leg, call));
}

/** Legs whose call is not among those shown. One whose call has just ended is about to end too. */
export function legsWithoutCall(
  legs: readonly Leg[],
  visible: readonly Call[],
  known: Iterable<Call>,
): Leg[] {
  const over = [...known].filter((call) => call.state === 'ended');
  return legs.filter((leg) => ![...visible, ...over].some((call) => isOf(leg, call)));
}

function isOf(leg: Leg, call: Call): boolean {
  return leg.call === undefined ? leg.sid !== undefined && leg.sid === call.agentLeg : leg.call === call.sid;
}

/** A number as Twilio dials it, from what somebody typed; nothing when it is none. */
export function toE164(text: string): string | undefined {
  const plain = text.replace(/[\s().\-/\u00a0\u2011\u202f]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : undefined;
}
