// How calls are answered on this page. One interface; what rings behind it may change.

/** A call that rings here or is talked on here: the agent's leg of it. */
export interface Leg {
  /** The agent's own leg. */
  readonly sid: string;
  /** The customer's leg: the call's sid in the API. */
  readonly call: string;
  readonly state: 'ringing' | 'answered' | 'ended';
}

export interface Softphone {
  /** Whether it can ring now. */
  readonly isConnected: boolean;
  /** Every leg that has not ended, by the customer's call. */
  readonly legs: ReadonlyMap<string, Leg>;
  answer(call: string): Promise<void>;
  reject(call: string): Promise<void>;
  hangUp(call: string): Promise<void>;
  close(): void;
}

/** Where calls are answered on another device, which this page does not steer. */
export const NO_SOFTPHONE: Softphone = {
  isConnected: false,
  legs: new Map(),
  answer: () => Promise.resolve(),
  reject: () => Promise.resolve(),
  hangUp: () => Promise.resolve(),
  close: () => {},
};
