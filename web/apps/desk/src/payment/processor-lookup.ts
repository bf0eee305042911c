// What there is to look up about a payment of which nobody knows how it ended, and where.
import type { Desk, PaySession } from '@agentpay/pay-client';
import { amountText } from './amount-text.js';
import { t, translator, type Key } from '../messages.js';

/** Whether the connector itself is being asked, so that nobody needs to look anything up. */
export function isResolvedByConnector(session: PaySession, desk: Desk | undefined): boolean {
  return connectorOf(session, desk)?.kind === 'ours';
}

/** Where a person looks, in the vendor's own words as far as we know them. */
export function lookupPlace(session: PaySession, desk: Desk | undefined): string {
  const vendor = connectorOf(session, desk)?.vendor ?? '';
  return translator.find(`lookUp.${vendor}`) ?? t('lookUp.other');
}

/** By what the payment is found there: name and value. */
export function lookupFacts(session: PaySession): [string, string][] {
  const time = new Intl.DateTimeFormat(translator.language, { dateStyle: 'medium', timeStyle: 'short' });
  const card = session.fields.find(
    (f) => f.field === 'payment-card-number' || f.field === 'bank-account-number',
  );
  const found: [Key, string | undefined][] = [
    ['lookUpAmount', amountText(session)],
    ['lookUpCard', [session.cardType, card?.mask?.slice(-LAST)].filter(Boolean).join(' ')],
    ['lookUpTime', time.format(new Date(session.startedAt))],
    ['lookUpReference', session.reference],
    ['lookUpConnector', session.connector],
    ['lookUpSession', session.id],
  ];
  return found.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[t(key), value]]));
}

const LAST = 4;

function connectorOf(session: PaySession, desk: Desk | undefined): Desk['connectors'][number] | undefined {
  return desk?.connectors.find((c) => c.name === session.connector);
}
