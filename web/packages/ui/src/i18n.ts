// Words of the pages, by language. Messages are data: one JSON file for each page and language.

export type Messages = Record<string, string>;

/** Languages in which every message exists. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'agentpay.language';

/** Finds the words for keys. `K` is every key there is, so that a missing one does not compile. */
export class Words<K extends string> {
  private now: Language;

  constructor(
    private readonly all: Record<Language, Record<K, string>>,
    wanted: readonly string[] = [stored(), ...(globalThis.navigator?.languages ?? [])],
  ) {
    this.now = pick(wanted);
    this.tellDocument();
  }

  get language(): Language {
    return this.now;
  }

  use(language: Language): void {
    this.now = language;
    try {
      localStorage.setItem(STORED, language);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
    this.tellDocument();
  }

  /** The words for a key; `{name}` in them is replaced by the value of that name. */
  t(key: K, values: Record<string, string | number> = {}): string {
    return this.all[this.now][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
  }

  /** The words for a key that is put together at run time, or nothing when there are none. */
  find(key: string, values: Record<string, string | number> = {}): string | undefined {
    return key in this.all[this.now] ? this.t(key as K, values) : undefined;
  }

  private tellDocument(): void {
    if (globalThis.document) document.documentElement.lang = this.now;
  }
}

function pick(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = LANGUAGES.find((l) => tag === l || tag.startsWith(`${l}-`));
    if (language !== undefined) return language;
  }
  return 'en';
}

function stored(): string {
  try {
    return localStorage.getItem(STORED) ?? '';
  } catch {
    return '';
  }
}
