// Renews a token before it expires or on request, and retries while the server is unreachable.
import { UnreachableError, serverClock, type SoftphoneToken } from '@agentpay/pay-client';

/** How long before expiry a token is renewed. The SDK's own event comes 15 s earlier. */
const RENEW_BEFORE_MS = 45_000;

/** Minimum time between two renewals, for tokens that live only some seconds. */
const MIN_INTERVAL_MS = 10_000;

export class RenewingToken {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private renewal: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly fetchToken: () => Promise<SoftphoneToken>,
    private readonly use: (token: string) => void,
    /** The server refused a new token. There is no retry. */
    private readonly refused: (error: unknown) => void,
  ) {}

  async fetchFirst(): Promise<string> {
    const token = await this.fetchToken();
    this.schedule(token);
    return token.token;
  }

  /** Gets a new token now. Joins a renewal that is already under way. */
  renew(): Promise<void> {
    this.renewal ??= this.replace().finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async replace(): Promise<void> {
    try {
      const token = await this.fetchToken();
      if (this.ended) return;
      this.schedule(token);
      this.use(token.token);
    } catch (error) {
      if (this.ended) return;
      if (error instanceof UnreachableError) this.renewAfter(MIN_INTERVAL_MS);
      else this.refused(error);
    }
  }

  private schedule(token: SoftphoneToken): void {
    this.renewAfter(
      Math.max(MIN_INTERVAL_MS, Date.parse(token.expiresAt) - serverClock.now() - RENEW_BEFORE_MS),
    );
  }

  private renewAfter(ms: number): void {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => void this.renew(), ms);
  }
}
