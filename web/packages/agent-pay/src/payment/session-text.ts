// Texts about a payment that depend on more than its state. Pure.
import type { FieldName, PaySession } from '@agentpay/pay-client';
import type { Key } from '../messages.js';

/** Twilio's result when the customer presses the star key, which ends the entry. The call goes on. */
const STAR = 'caller-interrupted-with-star';

/** Whether the customer ended the payment with the star key, and is still on the line. */
export function wasStoppedByStar(session: PaySession): boolean {
  return session.state === 'abandoned' && session.outcome?.text === STAR;
}

/** The label of the payment's state. */
export function stateKey(session: PaySession): Key {
  return wasStoppedByStar(session) ? 'state.stoppedByStar' : (`state.${session.state}` as Key);
}

/** The field for which Twilio listens no more, because its entries were refused too often. */
export function stoppedField(session: PaySession): FieldName | undefined {
  if (session.state !== 'idle') return undefined;
  return session.fields.find((field) => field.state === 'rejected')?.field;
}
