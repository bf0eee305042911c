export { baseStyles } from './base-styles.js';
export { headerStyles } from './header-styles.js';
export { LANGUAGES, LANGUAGE_NAMES, Translator, type Language } from './i18n.js';
