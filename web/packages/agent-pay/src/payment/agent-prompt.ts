// What the agent should say to the customer, for each state and each error.
import type { PaySession } from '@agentpay/pay-client';
import { t, translator, type Key } from '../messages.js';
import { amountText } from './amount-text.js';
import { stoppedField, wasStoppedByStar } from './session-text.js';

/** Number of final characters of a confirmation code that the agent reads out. */
const CONFIRMATION_CHARACTERS = 6;

export interface Prompt {
  text: string;
  /** Whether the agent reads it out. Otherwise it is information for the agent. */
  isSpoken: boolean;
  isError: boolean;
}

export function promptFor(session: PaySession): Prompt {
  const error = isSecondEntry(session) ? secondEntryError(session) : openError(session);
  if (error !== undefined) {
    const text = translator.find(`error.${error}`) ?? t('error.other');
    // The customer must not be told to type while Twilio does not listen.
    return stoppedField(session) === undefined
      ? { text, isSpoken: isQuoted(text), isError: true }
      : { text: t('stoppedListening', { text }), isSpoken: false, isError: true };
  }
  const text = translator.t(keyFor(session), {
    amount: amountText(session),
    confirmation: session.outcome?.confirmationCode?.slice(-CONFIRMATION_CHARACTERS) ?? '',
  });
  return {
    text,
    isSpoken: isQuoted(text),
    isError: ['declined', 'failed', 'unconfirmed', 'abandoned'].includes(session.state),
  };
}

/** The error of the field that is being captured again, or that the agent must request again. */
function openError(session: PaySession): string | undefined {
  if (session.state !== 'capturing' && session.state !== 'idle') return undefined;
  const field =
    session.fields.find((f) => f.field === session.capturing) ??
    session.fields.find((f) => f.state === 'rejected');
  return field?.state === 'captured' ? undefined : field?.error;
}

/** Whether the customer types a field for the second time. */
function isSecondEntry(session: PaySession): boolean {
  return session.fields.some((f) => f.second && f.field === session.capturing);
}

/** Only a time-out keeps the first entry. Any other error is older than the second one. */
function secondEntryError(session: PaySession): string | undefined {
  const error = openError(session);
  return error === 'input-timeout' ? error : undefined;
}

function keyFor(session: PaySession): Key {
  if (isSecondEntry(session)) return 'say.second';
  if (session.state === 'capturing' && session.capturing !== undefined) {
    return `say.capturing.${session.capturing}`;
  }
  if (wasStoppedByStar(session)) return 'say.stoppedByStar';
  if (session.state === 'ready' && session.total === undefined) return 'say.readyToken';
  return `say.${session.state === 'capturing' ? 'idle' : session.state}` as Key;
}

function isQuoted(text: string): boolean {
  return /^[“«]/.test(text);
}
