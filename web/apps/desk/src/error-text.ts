// Error messages for the agent. Each says what to do.
import { ProblemError } from '@agentpay/pay-client';
import { t, translator } from './messages.js';
import { SoftphoneError } from './softphone/softphone.js';

/** A problem's `detail` comes from the server and says what to do. */
export function errorText(e: unknown): string {
  if (e instanceof SoftphoneError) return t(`softphone.${e.kind}`, { code: e.code });
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}

/** The message for an error of a claim or an assignment. */
export function claimErrorText(e: unknown): string {
  const own = e instanceof ProblemError ? translator.find(`claim.${e.kind}`) : undefined;
  if (own === undefined) return errorText(e);
  // Only the detail says whether Twilio is down or refuses the server's credentials.
  return e instanceof ProblemError && e.kind === 'twilio-unavailable' ? `${own} (${errorText(e)})` : own;
}
