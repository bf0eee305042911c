import { money, type PaySession } from '@agentpay/pay-client';
import { t, translator } from '../messages.js';

/** The total of a session; for a session without one, that the card is saved. */
export function amountText(session: PaySession): string {
  return session.total === undefined
    ? t('token')
    : money.format(session.total, session.currency, translator.language);
}
