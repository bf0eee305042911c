// Translation of the pages. Messages are data: each app has one JSON file per language.

/** The languages in which every message exists. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

let current: Language = 'en';
const listeners = new Set<() => void>();

/** The language of every text. */
export function language(): Language {
  return current;
}

/** Changes the language of every text. */
export function useLanguage(language: Language): void {
  if (language === current) return;
  current = language;
  listeners.forEach((listener) => listener());
}

/** Calls the listener after each change of the language, until the returned function is called. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The first of these language tags that there are texts for; English if there are none for any. */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = LANGUAGES.find((l) => tag === l || tag.startsWith(`${l}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}

/** Finds messages by key. `K` is the union of all keys, so that a missing message does not compile. */
export class Translator<K extends string> {
  constructor(private readonly messages: Record<Language, Record<K, string>>) {}

  get language(): Language {
    return current;
  }

  /** The message for a key. `{name}` in it is replaced by the value of that name. */
  t(key: K, values: Record<string, string | number> = {}): string {
    return this.messages[current][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
  }

  /** The message for a key that is built at run time, or `undefined` if there is none. */
  find(key: string, values: Record<string, string | number> = {}): string | undefined {
    return key in this.messages[current] ? this.t(key as K, values) : undefined;
  }
}
