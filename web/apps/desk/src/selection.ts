// The call and the payment that the desk shows.
import type { Drafts } from '@agentpay/agent-pay';
import { isVisibleTo, type Call, type PaySession, type LiveState } from '@agentpay/pay-client';

export class Selection {
  private chosen: string | undefined;
  /** The call that was shown last. Its result stays visible until another call replaces it. */
  private last: string | undefined;

  constructor(
    private readonly live: () => LiveState,
    private readonly drafts: Pick<Drafts, 'shownOn'>,
    private readonly changed: () => void,
  ) {}

  /** Visible calls that have not ended, newest first. */
  get liveCalls(): Call[] {
    const { calls, me } = this.live();
    return [...calls.values()]
      .filter((call) => call.state !== 'ended' && isVisibleTo(me, call))
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** The chosen call, else the answered one, else the one that was shown last. */
  get call(): Call | undefined {
    const chosen = this.own(this.chosen);
    const call =
      chosen !== undefined && chosen.state !== 'ended'
        ? chosen
        : this.liveCalls.find((c) => c.state === 'answered');
    if (call !== undefined) this.last = call.sid;
    return call ?? this.own(this.last);
  }

  /** The newest payment of the call; `undefined` while another one is prepared. */
  get session(): PaySession | undefined {
    return this.call === undefined ? undefined : this.drafts.shownOn(this.call.sid);
  }

  choose(sid: string): void {
    this.chosen = sid;
    this.changed();
  }

  private own(sid: string | undefined): Call | undefined {
    const { calls, me } = this.live();
    const call = sid === undefined ? undefined : calls.get(sid);
    return call !== undefined && isVisibleTo(me, call) ? call : undefined;
  }
}
