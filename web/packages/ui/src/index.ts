export { baseStyles } from './base-styles.js';
export { buttonStyles } from './button-styles.js';
export { headerStyles } from './header-styles.js';
export {
  LANGUAGES,
  LANGUAGE_NAMES,
  Translator,
  onLanguage,
  pickLanguage,
  useLanguage,
  type Language,
} from './i18n.js';
export { browserStore, tabStore } from './storage.js';
export { TranslatedElement } from './translated-element.js';
