// What went wrong, in words for the agent that say what to do.
import { ProblemError } from '@agentpay/pay-client';
import { SoftphoneError } from './softphone/softphone.js';
import { t, translator } from './messages.js';

/** The server's own words say what to do. */
export function errorText(e: unknown): string {
  if (e instanceof SoftphoneError) return t(`softphone.${e.trouble}`, { code: e.code });
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}

/** Why a call was not claimed or assigned. */
export function claimErrorText(e: unknown): string {
  const own = e instanceof ProblemError ? translator.find(`claim.${e.kind}`) : undefined;
  return own ?? errorText(e);
}
