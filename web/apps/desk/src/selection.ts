// Which call and which payment the desk shows.
import { isVisibleTo, type Call, type PaySession, type LiveState } from '@agentpay/pay-client';

export class Selection {
  /** Calls on which the agent has asked for another payment. */
  private readonly drafting = new Set<string>();
  private chosen: string | undefined;
  /** The call that was shown last: its result stays until another call takes its place. */
  private last: string | undefined;

  constructor(
    private readonly live: () => LiveState,
    private readonly changed: () => void,
  ) {}

  /** Calls that are not over and are nobody else's, newest first. */
  get liveCalls(): Call[] {
    const { calls, me } = this.live();
    return [...calls.values()]
      .filter((call) => call.state !== 'ended' && isVisibleTo(me, call))
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** The call that the desk is about: the chosen one, or the one on the line. */
  get call(): Call | undefined {
    const chosen = this.own(this.chosen);
    const call =
      chosen !== undefined && chosen.state !== 'ended'
        ? chosen
        : this.liveCalls.find((c) => c.state === 'answered');
    if (call !== undefined) this.last = call.sid;
    return call ?? this.own(this.last);
  }

  /** The payment that is shown for the call, if not a new one is being prepared. */
  get session(): PaySession | undefined {
    const { call } = this;
    if (call === undefined || this.drafting.has(call.sid)) return undefined;
    return this.sessionsOn(call.sid)[0];
  }

  sessionsOn(sid: string): PaySession[] {
    return this.sessionsNewestFirst.filter((session) => session.call === sid);
  }

  get sessionsNewestFirst(): PaySession[] {
    return [...this.live().sessions.values()].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  choose(sid: string): void {
    this.chosen = sid;
    this.changed();
  }

  /** Another payment is prepared on a call that has had one. */
  startDraft(sid: string): void {
    this.drafting.add(sid);
    this.choose(sid);
  }

  /** The payment is not prepared any more: it has begun, or the agent went back. */
  endDraft(sid: string): void {
    this.drafting.delete(sid);
    this.changed();
  }

  private own(sid: string | undefined): Call | undefined {
    const { calls, me } = this.live();
    const call = sid === undefined ? undefined : calls.get(sid);
    return call !== undefined && isVisibleTo(me, call) ? call : undefined;
  }
}
