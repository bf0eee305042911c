// The calls that rang on this page and that its agent did not answer, until the agent has read it.
import { serverClock, type Call, type Change } from '@agentpay/pay-client';

/** Longest list. An agent who comes back after a break needs the newest. */
const MAX_CALLS = 5;

export interface MissedCall {
  readonly call: Call;
  /** When it stopped ringing here, in the server's time. */
  readonly at: number;
}

export class MissedCalls {
  private list: readonly MissedCall[] = [];
  /** Calls that the agent declined: they know. */
  private readonly declinedSids = new Set<string>();

  constructor(private readonly now: () => number = () => serverClock.now()) {}

  /** Newest first. */
  get newestFirst(): readonly MissedCall[] {
    return this.list;
  }

  declined(sid: string | undefined): void {
    if (sid !== undefined) this.declinedSids.add(sid);
  }

  /** Takes a change of a call. Returns whether it is news for the agent. */
  changed({ now, transfer }: Extract<Change, { kind: 'call' }>): boolean {
    if (transfer !== 'missed') {
      // It rings again, or they have it.
      this.list = this.list.filter(({ call }) => call.sid !== now.sid || now.state === 'ended');
      return true;
    }
    if (this.declinedSids.delete(now.sid)) return false;
    const others = this.list.filter(({ call }) => call.sid !== now.sid);
    this.list = [{ call: now, at: this.now() }, ...others].slice(0, MAX_CALLS);
    return true;
  }

  clear(): void {
    this.list = [];
  }
}
