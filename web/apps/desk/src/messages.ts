import { Translator } from '@agentpay/ui';
import en from './i18n/en.json';
import es from './i18n/es.json';

export type Key = keyof typeof en;

/** Messages of the desk in the current language. */
export const translator = new Translator<Key>({ en, es });
export const t = translator.t.bind(translator);

/** A text that an element keeps. It is a function, so that it follows the language. */
export type Text = () => string;
