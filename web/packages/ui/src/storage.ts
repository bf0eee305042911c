// The browser's storage. Where the browser denies it, as in a frame of another site, values last as long as the page.

export interface Store {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Of this tab. It survives a reload; other tabs do not see it. */
export const tabStore = store(() => sessionStorage);

/** Of this browser. All tabs share it. */
export const browserStore = store(() => localStorage);

function store(storage: () => Storage): Store {
  const memory = new Map<string, string>();
  return {
    get(key) {
      const found = tried(() => storage().getItem(key));
      return found === undefined ? memory.get(key) : (found ?? undefined);
    },
    set(key, value) {
      memory.set(key, value);
      tried(() => storage().setItem(key, value));
    },
    remove(key) {
      memory.delete(key);
      tried(() => storage().removeItem(key));
    },
  };
}

/** The result, or `undefined` if the storage is denied or full. */
function tried<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
