import { PAYMENT_MESSAGES } from '@agentpay/agent-pay';
import { Translator } from '@agentpay/ui';
import en from './i18n/en.json';
import es from './i18n/es.json';

const messages = { en: { ...PAYMENT_MESSAGES.en, ...en }, es: { ...PAYMENT_MESSAGES.es, ...es } };

export type Key = keyof typeof messages.en;

/** Messages of the desk, and those about payments, in the current language. */
export const translator = new Translator<Key>(messages);
export const t = translator.t.bind(translator);

/** A text that an element keeps. It is a function, so that it follows the language. */
export type Text = () => string;
