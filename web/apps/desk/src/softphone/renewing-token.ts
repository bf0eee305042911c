// Keeps a token fresh: in time, when the SDK says so, and again when the server did not answer.
import { UnreachableError, type SoftphoneToken } from '@agentpay/pay-client';

/** When another token is asked for, before the end of this one: the SDK's own wish comes a little earlier. */
const AHEAD_MS = 45_000;

/** Never more often than this, whatever a clock says. */
const SOONEST_MS = 10_000;

export class RenewingToken {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly ask: () => Promise<SoftphoneToken>,
    private readonly use: (token: string) => void,
    /** The server has said no: no other try makes sense. */
    private readonly refused: (error: unknown) => void,
  ) {}

  async first(): Promise<string> {
    const token = await this.ask();
    this.wait(token);
    return token.token;
  }

  /** Another token now. Two wishes at once are one. */
  renew(): Promise<void> {
    this.asking ??= this.replace().finally(() => (this.asking = undefined));
    return this.asking;
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async replace(): Promise<void> {
    try {
      const token = await this.ask();
      if (this.ended) return;
      this.wait(token);
      this.use(token.token);
    } catch (error) {
      if (this.ended) return;
      if (error instanceof UnreachableError) this.after(SOONEST_MS);
      else this.refused(error);
    }
  }

  private wait(token: SoftphoneToken): void {
    this.after(Math.max(SOONEST_MS, Date.parse(token.expiresAt) - Date.now() - AHEAD_MS));
  }

  private after(ms: number): void {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => void this.renew(), ms);
  }
}
