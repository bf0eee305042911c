// The token that a client sends with its requests.

/** Returns a token. Called before the first request, and when the server refuses the last token. */
export type TokenProvider = () => string | Promise<string>;

/** A fixed token, or one that is renewed when the server refuses it. */
export class BearerToken {
  private value: string | undefined;
  private renewal: Promise<boolean> | undefined;

  constructor(private readonly source: string | TokenProvider | undefined) {}

  /** The current token. Rejects if the provider does. */
  async current(): Promise<string | undefined> {
    if (typeof this.source !== 'function') return this.source;
    if (this.value === undefined) await this.renew(undefined);
    return this.value;
  }

  /**
   * Asks for another token than the refused one. Requests that are refused at the same time share one renewal.
   *
   * @returns whether there is another token, so that the request is worth repeating
   */
  renew(refused: string | undefined): Promise<boolean> {
    const { source } = this;
    if (typeof source !== 'function') return Promise.resolve(false);
    if (this.value !== refused) return Promise.resolve(true);
    this.renewal ??= this.ask(source).finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private async ask(source: TokenProvider): Promise<boolean> {
    const before = this.value;
    this.value = await source();
    return this.value !== before;
  }
}

/** The header that sends a token; none without a token. */
export function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}
