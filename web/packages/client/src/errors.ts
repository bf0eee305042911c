// What a method of the client can fail with, besides the server's own problems.
import type { PaySession } from '@agentpay/pay-client';

export type PayClientErrorCode =
  /** Call `attachPay` first. */
  | 'not-attached'
  /** Call `detachPay` first. */
  | 'already-attached'
  /** There is no call yet: pass its CallSid to `attachPay` or `updateCallSid`. */
  | 'no-call'
  /** There is no open payment: call `startCapture` first. */
  | 'no-payment'
  /** The last payment is still open: submit or cancel it first. */
  | 'payment-in-progress'
  /** The client was detached while the method waited. The payment goes on. */
  | 'detached'
  /** The server refused the token. Attach again with a valid one; an open payment is found again. */
  | 'signed-out'
  /** The server cannot be reached. */
  | 'unreachable'
  /** Twilio did not take the submit, because a field is missing. The customer is asked for it again. */
  | 'not-submitted'
  /** Nothing proves yet whether money has moved. Do not take the payment again. */
  | 'unconfirmed'
  /** The payment ended like this. Nothing was charged. */
  | 'declined'
  | 'cancelled'
  | 'abandoned'
  | 'failed'
  /** It was to be cancelled, but it was paid or tokenized before. */
  | 'paid'
  | 'tokenized';

export class PayClientError extends Error {
  override readonly name = 'PayClientError';

  constructor(
    readonly code: PayClientErrorCode,
    message: string,
    /** The payment, if the error is about one. */
    readonly paySession?: PaySession,
  ) {
    super(message);
  }
}

const TEXTS: Partial<Record<PaySession['state'], string>> = {
  declined: 'The payment was declined',
  cancelled: 'The payment was cancelled',
  abandoned: 'The customer left before the payment was finished',
  failed: 'The payment failed',
  paid: 'The payment is already paid',
  tokenized: 'The card already became a token',
  unconfirmed: 'The payment may have been charged. Do not take it again',
};

/** The error that says how a payment ended, or that its end is unconfirmed. */
export function endError(session: PaySession): PayClientError {
  const text = TEXTS[session.state] ?? `The payment is ${session.state}`;
  const reason = session.outcome?.text ?? '';
  return new PayClientError(
    session.state as PayClientErrorCode,
    reason === '' ? text : `${text}: ${reason}`,
    session,
  );
}

export function asError(e: unknown): Error {
  return e instanceof Error ? e : new Error(String(e));
}
