// What helps a person to find an unconfirmed payment at the processor.
import { amountText } from '@agentpay/agent-pay';
import type { Call, PaySession } from '@agentpay/pay-client';
import { customerNumber } from '../calls/call-text.js';
import { t, translator, type Key } from '../messages.js';

/** Names and values that help to find the payment there, and whom to ask. */
export function lookupFacts(session: PaySession, call: Call | undefined): [string, string][] {
  const time = new Intl.DateTimeFormat(translator.language, { dateStyle: 'medium', timeStyle: 'short' });
  const card = session.fields.find(
    (f) => f.field === 'payment-card-number' || f.field === 'bank-account-number',
  );
  const found: [Key, string | undefined][] = [
    ['lookUpAmount', amountText(session)],
    ['lookUpCard', [session.cardType, card?.mask?.slice(-SHOWN_DIGITS)].filter(Boolean).join(' ')],
    ['lookUpTime', time.format(new Date(session.startedAt))],
    ['lookUpAgent', session.agent],
    ['lookUpCustomer', call === undefined ? undefined : customerNumber(call) || t('numberWithheld')],
    ['lookUpReference', session.reference],
    ['lookUpConnector', session.connector],
    ['lookUpSession', session.id],
  ];
  return found.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[t(key), value]]));
}

const SHOWN_DIGITS = 4;
