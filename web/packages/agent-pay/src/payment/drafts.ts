// Which payment of a call is shown: its newest, or none while the agent prepares another.
import type { LiveState, PaySession } from '@agentpay/pay-client';

export class Drafts {
  /** Calls on which the agent prepares another payment. */
  private readonly calls = new Set<string>();

  constructor(private readonly live: () => LiveState) {}

  get sessionsNewestFirst(): PaySession[] {
    return [...this.live().sessions.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  sessionsOn(call: string): PaySession[] {
    return this.sessionsNewestFirst.filter((session) => session.call === call);
  }

  /** The newest payment of the call; `undefined` while another one is prepared. */
  shownOn(call: string): PaySession | undefined {
    return this.calls.has(call) ? undefined : this.sessionsOn(call)[0];
  }

  /** Prepares another payment. */
  start(call: string): void {
    this.calls.add(call);
  }

  /** The prepared payment was started or given up. */
  end(call: string): void {
    this.calls.delete(call);
  }
}
