import { ProblemError } from '@agentpay/pay-client';
import { Translator } from '@agentpay/ui';
import en from './i18n/en.json';
import es from './i18n/es.json';

/** The texts about payments. The desk adds its own to them. */
export const PAYMENT_MESSAGES = { en, es };

export type Key = keyof typeof en;

export const translator = new Translator<Key>(PAYMENT_MESSAGES);
export const t = translator.t.bind(translator);

/** A text that an element keeps. It is a function, so that it follows the language. */
export type Text = () => string;

/** A problem's `detail` comes from the server and says what to do. */
export function problemText(e: unknown): string {
  return e instanceof ProblemError ? e.problem.detail : t('unreachable');
}
