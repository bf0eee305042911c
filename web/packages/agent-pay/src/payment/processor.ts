// Where a person looks up an unconfirmed payment.
import type { Desk, PaySession } from '@agentpay/pay-client';
import { t, translator } from '../messages.js';

/** Whether AgentPay asks its own connector for the outcome, so that nobody has to look it up. */
export function isResolvedByConnector(session: PaySession, desk: Desk | undefined): boolean {
  return connectorOf(session, desk)?.kind === 'ours';
}

/** Where to look, in the terms of the processor's own site if we know it. */
export function lookupPlace(session: PaySession, desk: Desk | undefined): string {
  const vendor = connectorOf(session, desk)?.vendor ?? '';
  return translator.find(`lookUp.${vendor}`) ?? t('lookUp.other');
}

function connectorOf(session: PaySession, desk: Desk | undefined): Desk['connectors'][number] | undefined {
  return desk?.connectors.find((c) => c.name === session.connector);
}
