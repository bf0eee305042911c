export { baseStyles } from './base-styles.js';
export { headerStyles } from './header-styles.js';
export { LANGUAGES, LANGUAGE_NAMES, Translator, onLanguage, type Language } from './i18n.js';
export { TranslatedElement } from './translated-element.js';
