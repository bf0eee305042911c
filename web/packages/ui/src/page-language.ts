// The language of a whole page: the stored choice, else the browser's. Import it before the page's elements.
import { language, onLanguage, pickLanguage, useLanguage, type Language } from './i18n.js';
import { browserStore } from './storage.js';

/** All pages share it. */
const STORAGE_KEY = 'agentpay.language';

useLanguage(pickLanguage([browserStore.get(STORAGE_KEY) ?? '', ...navigator.languages]));
updateDocument();
onLanguage(updateDocument);

/** Changes the page's language and stores the choice. */
export function chooseLanguage(chosen: Language): void {
  browserStore.set(STORAGE_KEY, chosen);
  useLanguage(chosen);
}

function updateDocument(): void {
  document.documentElement.lang = language();
}
