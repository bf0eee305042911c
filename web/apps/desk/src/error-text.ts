// Error messages for the agent. Each says what to do.
import { problemText } from '@agentpay/agent-pay';
import { ProblemError } from '@agentpay/pay-client';
import { t, translator } from './messages.js';
import { SoftphoneError } from './softphone/softphone.js';

export function errorText(e: unknown): string {
  if (e instanceof SoftphoneError) return t(`softphone.${e.kind}`, { code: e.code });
  return problemText(e);
}

/** The message for an error of a claim or an assignment. */
export function claimErrorText(e: unknown): string {
  const own = e instanceof ProblemError ? translator.find(`claim.${e.kind}`) : undefined;
  if (own === undefined) return errorText(e);
  // Only the detail says whether Twilio is down or refuses the server's credentials.
  return e instanceof ProblemError && e.kind === 'twilio-unavailable' ? `${own} (${errorText(e)})` : own;
}
