// How a person looks up an unconfirmed payment at the processor.
import type { Call, Desk, PaySession } from '@agentpay/pay-client';
import { customerNumber } from '../calls/call-text.js';
import { t, translator, type Key } from '../messages.js';
import { amountText } from './amount-text.js';

/** Whether AgentPay asks its own connector for the outcome, so that nobody has to look it up. */
export function isResolvedByConnector(session: PaySession, desk: Desk | undefined): boolean {
  return connectorOf(session, desk)?.kind === 'ours';
}

/** Where to look, in the terms of the processor's own site if we know it. */
export function lookupPlace(session: PaySession, desk: Desk | undefined): string {
  const vendor = connectorOf(session, desk)?.vendor ?? '';
  return translator.find(`lookUp.${vendor}`) ?? t('lookUp.other');
}

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

function connectorOf(session: PaySession, desk: Desk | undefined): Desk['connectors'][number] | undefined {
  return desk?.connectors.find((c) => c.name === session.connector);
}
