// Where the element gets its token: from the page, or from the page around its frame. Never from an address.

/** What a frame sends to the page around it when it needs a token, and what that page answers. */
export const TOKEN_NEEDED = 'agent-pay:token-needed';
export const TOKEN = 'agent-pay:token';

/** A token that the page sets, once or again when the server refuses the last one. */
export class TokenSource {
  private token: string | undefined;
  private used: string | undefined;
  private waiting: ((token: string) => void)[] = [];

  /** @param needed asks the page for a token */
  constructor(private readonly needed: () => void) {}

  /** Whether somebody waits for the first token, or for another one than the refused. */
  get isAwaited(): boolean {
    return this.waiting.length > 0;
  }

  set(token: string): void {
    if (token === '') return;
    this.token = token;
    if (token === this.used) return;
    const { waiting } = this;
    this.waiting = [];
    this.used = waiting.length > 0 ? token : this.used;
    waiting.forEach((resolve) => resolve(token));
  }

  /** The next token. Each token is given out once: the server is asked with it, and refuses it when it has expired. */
  next(): Promise<string> {
    const { token } = this;
    if (token !== undefined && token !== this.used) {
      this.used = token;
      return Promise.resolve(token);
    }
    const next = new Promise<string>((resolve) => this.waiting.push(resolve));
    this.needed();
    return next;
  }
}

/**
 * Asks the page around this frame for tokens, and takes them only from it and only from these origins.
 *
 * @returns what ends it
 */
export function listenToParent(origins: readonly string[], source: TokenSource): () => void {
  const listener = (event: MessageEvent) => {
    if (event.source !== window.parent || !origins.includes(event.origin)) return;
    const data: unknown = event.data;
    if (typeof data !== 'object' || data === null) return;
    const { type, token } = data as { type?: unknown; token?: unknown };
    if (type === TOKEN && typeof token === 'string') source.set(token);
  };
  window.addEventListener('message', listener);
  return () => window.removeEventListener('message', listener);
}

export function askParent(origins: readonly string[]): void {
  if (window.parent === window) return;
  // The browser delivers the message only if the page around has this origin.
  for (const origin of origins) window.parent.postMessage({ type: TOKEN_NEEDED }, origin);
}

/** The origins in a list that is separated by blanks or commas. Those that are none are left out, with a warning. */
export function originsOf(text: string): string[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.filter((name) => {
    const isOrigin = URL.canParse(name) && new URL(name).origin === name;
    if (!isOrigin)
      console.warn(`agent-pay: token-origins: ${name} is no origin such as https://desk.example.com`);
    return isOrigin;
  });
}
