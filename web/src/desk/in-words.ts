// What went wrong, in words for the agent that say what to do.
import { ProblemError } from '../pay-client/index.js';
import { SoftphoneError } from './softphone.js';
import { t } from './words.js';

/** The server's own words say what to do. */
export function inWords(e: unknown): string {
  if (e instanceof SoftphoneError) return t(`softphone.${e.trouble}`, { code: e.code });
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}
