// Translation of the pages. Messages are data: each app has one JSON file per language.

/** The languages in which every message exists. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

/** Key in the browser's local storage. All pages share it. */
const STORAGE_KEY = 'agentpay.language';

const listeners = new Set<() => void>();

/** Calls the listener after each change of the language, until the returned function is called. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Finds messages by key. `K` is the union of all keys, so that a missing message does not compile. */
export class Translator<K extends string> {
  private current: Language;

  /** @param preferred language tags, best first; by default the stored choice, then the browser's languages */
  constructor(
    private readonly messages: Record<Language, Record<K, string>>,
    preferred: readonly string[] = [stored(), ...(globalThis.navigator?.languages ?? [])],
  ) {
    this.current = pick(preferred);
    this.updateDocument();
  }

  get language(): Language {
    return this.current;
  }

  /** Changes the language and stores the choice. */
  use(language: Language): void {
    this.current = language;
    try {
      localStorage.setItem(STORAGE_KEY, language);
    } catch {
      // Storage is blocked: the choice lasts until the page is reloaded.
    }
    this.updateDocument();
    listeners.forEach((listener) => listener());
  }

  /** The message for a key. `{name}` in it is replaced by the value of that name. */
  t(key: K, values: Record<string, string | number> = {}): string {
    return this.messages[this.current][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
  }

  /** The message for a key that is built at run time, or `undefined` if there is none. */
  find(key: string, values: Record<string, string | number> = {}): string | undefined {
    return key in this.messages[this.current] ? this.t(key as K, values) : undefined;
  }

  private updateDocument(): void {
    if (globalThis.document) document.documentElement.lang = this.current;
  }
}

function pick(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = LANGUAGES.find((l) => tag === l || tag.startsWith(`${l}-`));
    if (language !== undefined) return language;
  }
  return 'en';
}

function stored(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? '';
  } catch {
    return '';
  }
}
