// Claims the call with a UUI. If it is not dialled yet, waits for it; if there are several, lets the agent choose.
import { ProblemError, type Call, type CallsByUui } from '@agentpay/pay-client';

export type Claim =
  | { state: 'asking'; uui: string }
  /** The call is not dialled yet. The server assigns it when it is. */
  | { state: 'waiting'; uui: string }
  /** Several live calls have this UUI. */
  | { state: 'ambiguous'; uui: string; calls: readonly Call[] }
  | { state: 'refused'; uui: string; error: unknown };

export interface UuiClaimHost {
  claimByUui(uui: string): Promise<Call | CallsByUui>;
  /** Withdraws a waiting claim. */
  withdraw(uui: string): Promise<void>;
  changed(): void;
  /** Called when the agent has the call. */
  claimed(call: Call): void;
  /** Stores the open claim, so that it survives a reload; `undefined` removes it. */
  remember(uui: string | undefined): void;
}

/** A waiting page repeats its claim at this interval, because claims expire on the server. */
export const REPEAT_MS = 60_000;

/** Wait before a retry if the server was unreachable. */
export const RETRY_MS = 5_000;

export class UuiClaim {
  current: Claim | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly pending = new Set<string>();
  /** UUIs whose claim was stopped before the server answered. The answer may be a waiting claim. */
  private readonly stopped = new Set<string>();

  constructor(private readonly host: UuiClaimHost) {}

  start(uui: string): void {
    this.stopped.delete(uui);
    this.host.remember(uui);
    this.set({ state: 'asking', uui });
    void this.send(uui);
  }

  /** Sends the claim again: after a refusal, and after the live updates were interrupted. */
  retry(): void {
    if (this.current !== undefined && !this.pending.has(this.current.uui)) void this.send(this.current.uui);
  }

  /** Called for each call of this agent. Ends the claim if it is the claimed call. */
  callChanged(call: Call): void {
    if (this.current !== undefined && call.uui === this.current.uui && call.state !== 'ended')
      this.callTaken(call);
  }

  /** Called when the agent has taken a call in another way. Withdraws a claim for a different call. */
  callTaken(call: Call): void {
    if (this.current === undefined) return;
    if (call.uui === this.current.uui) this.clear();
    else this.stop();
    this.host.claimed(call);
  }

  /** Ends the claim: the agent stopped waiting, or dismissed a refusal. */
  stop(): void {
    const { current } = this;
    this.clear();
    if (current === undefined) return;
    // While the request is under way, it is unknown whether the server has a waiting claim.
    if (this.pending.has(current.uui)) this.stopped.add(current.uui);
    else if (current.state === 'waiting' || current.state === 'asking') this.withdraw(current.uui);
  }

  /** Called when the claim was withdrawn elsewhere. */
  withdrawnElsewhere(uui: string): void {
    if (this.current?.uui === uui && this.current.state === 'waiting') this.clear();
  }

  private clear(): void {
    this.host.remember(undefined);
    this.set(undefined);
  }

  /** A lost withdrawal does no lasting harm: the claim expires on the server. */
  private withdraw(uui: string): void {
    this.host.withdraw(uui).catch(() => undefined);
  }

  close(): void {
    clearTimeout(this.timer);
    this.current = undefined;
  }

  private async send(uui: string): Promise<void> {
    clearTimeout(this.timer);
    this.pending.add(uui);
    try {
      const answer = await this.host.claimByUui(uui);
      if (this.current?.uui !== uui) return;
      if ('sid' in answer) return this.callTaken(answer);
      this.set({ state: 'waiting', uui: answer.uui });
      this.host.remember(answer.uui);
      this.timer = setTimeout(() => this.retry(), REPEAT_MS);
    } catch (error) {
      if (this.current?.uui === uui) this.handleError(uui, error);
    } finally {
      this.pending.delete(uui);
      if (this.stopped.delete(uui)) this.withdraw(uui);
    }
  }

  private handleError(uui: string, error: unknown): void {
    if (error instanceof ProblemError) {
      const { calls } = error.problem;
      const isAmbiguous = error.kind === 'ambiguous-uui' && calls !== undefined;
      this.set(isAmbiguous ? { state: 'ambiguous', uui, calls } : { state: 'refused', uui, error });
    } else {
      // The server is unreachable. Keep what is shown, and retry.
      this.timer = setTimeout(() => this.retry(), RETRY_MS);
    }
  }

  private set(current: Claim | undefined): void {
    clearTimeout(this.timer);
    this.current = current;
    this.host.changed();
  }
}
