// What the agent says to the customer next, for every state and every error.
import type { PaySession } from '@agentpay/pay-client';
import { amountText } from './amount-text.js';
import { t, translator, type Key } from '../messages.js';

/** As much of a confirmation as anybody writes down on the phone. */
const READABLE = 6;

export interface Prompt {
  text: string;
  /** Whether it is to be read out; else it is for the agent alone. */
  isSpoken: boolean;
  isTrouble: boolean;
}

export function promptFor(session: PaySession): Prompt {
  const error = openError(session);
  if (error !== undefined) {
    const text = translator.find(`error.${error}`) ?? t('error.other');
    return { text, isSpoken: isQuoted(text), isTrouble: true };
  }
  const text = translator.t(keyFor(session), {
    amount: amountText(session),
    confirmation: session.outcome?.confirmationCode?.slice(-READABLE) ?? '',
  });
  return {
    text,
    isSpoken: isQuoted(text),
    isTrouble: ['declined', 'failed', 'unconfirmed', 'abandoned'].includes(session.state),
  };
}

/** The error of the field that is asked for again, or that the agent must decide on. */
function openError(session: PaySession): string | undefined {
  if (session.state !== 'capturing' && session.state !== 'idle') return undefined;
  const field =
    session.fields.find((f) => f.field === session.capturing) ??
    session.fields.find((f) => f.state === 'rejected');
  return field?.state === 'captured' ? undefined : field?.error;
}

function keyFor(session: PaySession): Key {
  if (session.state === 'capturing' && session.capturing !== undefined) {
    return `say.capturing.${session.capturing}`;
  }
  if (session.state === 'ready' && session.total === undefined) return 'say.readyToken';
  return `say.${session.state === 'capturing' ? 'idle' : session.state}` as Key;
}

function isQuoted(text: string): boolean {
  return /^[“«]/.test(text);
}
