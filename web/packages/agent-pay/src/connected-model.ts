// The element's own connection: the agent's call, and the payments on it.
import type { Call, Change, TokenProvider } from '@agentpay/pay-client';
import { UuiClaim } from './claim/uui-claim.js';
import { PaymentModel, type PaymentModelListener } from './payment-model.js';

/** The payments of a page that is not ours. */
export class ConnectedModel extends PaymentModel {
  readonly uuiClaim: UuiClaim;
  /** The call that the page has named, or that was claimed by its UUI. */
  private named: string | undefined;

  constructor(baseUrl: string, token: TokenProvider, listener: PaymentModelListener) {
    super(baseUrl, token, listener);
    this.uuiClaim = new UuiClaim({
      claimByUui: (uui) => this.client.claimByUui(uui),
      withdraw: (uui) => this.client.withdrawClaim(uui),
      changed: () => listener.changed(),
      claimed: (call) => (this.named = call.sid),
      remember: () => {}, // the page's attribute remembers it
    });
    void this.loadDesk().then((desk) => {
      this.desk = desk;
      listener.changed();
    });
  }

  /** Uses this call. Without one, uses the call that the agent has answered. */
  useCall(sid: string | undefined): void {
    this.uuiClaim.stop();
    this.named = sid;
  }

  /** Claims the call with this UUI: now, or as soon as it is dialled. */
  useUui(uui: string): void {
    this.named = undefined;
    this.uuiClaim.start(uui);
  }

  /** The call to take a payment on; `undefined` while there is none. */
  get call(): string | undefined {
    if (this.named !== undefined || this.uuiClaim.current !== undefined) return this.named;
    return this.answeredCall?.sid;
  }

  override close(): void {
    this.uuiClaim.close();
    super.close();
  }

  protected override happened(change: Change): void {
    const calls = change.kind === 'snapshot' ? [...this.live.calls.values()] : [];
    if (change.kind === 'call') calls.push(change.now);
    for (const call of calls) if (this.isMine(call)) this.uuiClaim.callChanged(call);
    if (change.kind === 'snapshot') this.uuiClaim.retry();
    super.happened(change);
  }

  private get answeredCall(): Call | undefined {
    return [...this.live.calls.values()]
      .filter((call) => call.state === 'answered' && this.isMine(call))
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
  }

  private isMine(call: Call): boolean {
    return call.agent !== undefined && call.agent === this.live.me?.agent.name;
  }
}
