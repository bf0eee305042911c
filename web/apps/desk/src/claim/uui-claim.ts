// Claims the call of a UUI: at once, once it is dialled, or the one that the agent picks.
import { ProblemError, type Call, type CallsByUui } from '@agentpay/pay-client';

export type Claim =
  | { state: 'asking'; uui: string }
  /** The call is not dialled yet: it comes by itself. */
  | { state: 'waiting'; uui: string }
  /** More than one live customer under that UUI. */
  | { state: 'ambiguous'; uui: string; calls: readonly Call[] }
  | { state: 'refused'; uui: string; error: unknown };

export interface UuiClaimHost {
  claimByUui(uui: string): Promise<Call | CallsByUui>;
  /** Takes back a claim that waits. */
  withdraw(uui: string): Promise<void>;
  changed(): void;
  /** The call is mine. */
  claimed(call: Call): void;
  /** Keeps what is still to be claimed for a reload, or forgets it. */
  remember(uui: string | undefined): void;
}

/** How often a page that waits says so again: the server forgets a claim after a while, and its line must be true. */
export const REPEAT_MS = 60_000;

/** When nobody answered. */
export const RETRY_MS = 5_000;

export class UuiClaim {
  now: Claim | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly asking = new Set<string>();
  /** Given up while they were being asked for: the answer may be that they wait. */
  private readonly stopped = new Set<string>();

  constructor(private readonly desk: UuiClaimHost) {}

  begin(uui: string): void {
    this.stopped.delete(uui);
    this.desk.remember(uui);
    this.become({ state: 'asking', uui });
    void this.ask(uui);
  }

  /** Asks once more: after a refusal, and after the stream was away. */
  again(): void {
    if (this.now !== undefined && !this.asking.has(this.now.uui)) void this.ask(this.now.uui);
  }

  /** A call is, or has become, this agent's: perhaps the one that is waited for. */
  saw(call: Call): void {
    if (this.now !== undefined && call.uui === this.now.uui && call.state !== 'ended') this.done(call);
  }

  /** The agent has picked one, or claimed it otherwise. */
  done(call: Call): void {
    if (this.now === undefined) return;
    if (call.uui === this.now.uui) this.drop();
    else this.stop();
    this.desk.claimed(call);
  }

  /** The agent does not want to wait any longer, or has read why not. */
  stop(): void {
    const { now } = this;
    this.drop();
    if (now === undefined) return;
    // Whether a claim waits is not known while it is being asked for.
    if (this.asking.has(now.uui)) this.stopped.add(now.uui);
    else if (now.state === 'waiting' || now.state === 'asking') this.withdraw(now.uui);
  }

  /** The server says that nobody waits for this call any more: taken back elsewhere. */
  left(uui: string): void {
    if (this.now?.uui === uui && this.now.state === 'waiting') this.drop();
  }

  private drop(): void {
    this.desk.remember(undefined);
    this.become(undefined);
  }

  /** Without an answer the claim ends by itself, hours later; another agent is told who waits. */
  private withdraw(uui: string): void {
    this.desk.withdraw(uui).catch(() => undefined);
  }

  close(): void {
    clearTimeout(this.timer);
    this.now = undefined;
  }

  private async ask(uui: string): Promise<void> {
    clearTimeout(this.timer);
    this.asking.add(uui);
    try {
      const answer = await this.desk.claimByUui(uui);
      if (this.now?.uui !== uui) return;
      if ('sid' in answer) return this.done(answer);
      this.become({ state: 'waiting', uui: answer.uui });
      this.desk.remember(answer.uui);
      this.timer = setTimeout(() => this.again(), REPEAT_MS);
    } catch (error) {
      if (this.now?.uui === uui) this.failed(uui, error);
    } finally {
      this.asking.delete(uui);
      if (this.stopped.delete(uui)) this.withdraw(uui);
    }
  }

  private failed(uui: string, error: unknown): void {
    if (error instanceof ProblemError) {
      const { calls } = error.problem;
      const isAmbiguous = error.kind === 'ambiguous-uui' && calls !== undefined;
      this.become(isAmbiguous ? { state: 'ambiguous', uui, calls } : { state: 'refused', uui, error });
    } else {
      // The server is away: what is shown stays, and it is asked again.
      this.timer = setTimeout(() => this.again(), RETRY_MS);
    }
  }

  private become(now: Claim | undefined): void {
    clearTimeout(this.timer);
    this.now = now;
    this.desk.changed();
  }
}
