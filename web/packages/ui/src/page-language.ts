// The language of a whole page: the stored choice, else the browser's. Import it before the page's elements.
import { language, onLanguage, pickLanguage, useLanguage, type Language } from './i18n.js';

/** Key in the browser's local storage. All pages share it. */
const STORAGE_KEY = 'agentpay.language';

useLanguage(pickLanguage([stored(), ...navigator.languages]));
updateDocument();
onLanguage(updateDocument);

/** Changes the page's language and stores the choice. */
export function chooseLanguage(chosen: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, chosen);
  } catch {
    // Storage is blocked: the choice lasts until the page is reloaded.
  }
  useLanguage(chosen);
}

function stored(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    return '';
  }
}

function updateDocument(): void {
  document.documentElement.lang = language();
}
