// What went wrong, in words for the agent that say what to do.
import { ProblemError } from '../pay-client/index.js';
import { SoftphoneError } from './softphone.js';
import { t, words } from './words.js';

/** The server's own words say what to do. */
export function inWords(e: unknown): string {
  if (e instanceof SoftphoneError) return t(`softphone.${e.trouble}`, { code: e.code });
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}

/** Why a call was not claimed or assigned. */
export function whyNotClaimed(e: unknown): string {
  const own = e instanceof ProblemError ? words.find(`claim.${e.kind}`) : undefined;
  return own ?? inWords(e);
}
