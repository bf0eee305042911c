import en from '../i18n/phone.en.json';
import es from '../i18n/phone.es.json';
import { Words } from '../i18n/i18n.js';

export type Key = keyof typeof en;

/** The phone's words. */
export const words = new Words<Key>({ en, es });
export const t = words.t.bind(words);
