// What the desk knows and does, apart from how it looks.
import {
  PayClient,
  ProblemError,
  type Call,
  type Change,
  type ConnectionState,
  type Desk,
  type Login,
  type PaySession,
  type LiveState,
  EMPTY_STATE,
} from '@agentpay/pay-client';
import { UuiClaim } from './claim/uui-claim.js';
import { errorText, claimErrorText } from './error-text.js';
import { storeClaim, takeInitialClaim } from './claim/claim-storage.js';
import { NO_SOFTPHONE, legOf, legsWithoutCall, type Leg, type Softphone } from './softphone/softphone.js';
import { Selection } from './selection.js';
import { storeSoftphoneOn, createSoftphone } from './softphone/create-softphone.js';

/** How long the server may take to hear that a call was answered before the page says so itself. */
const CLAIM_AFTER_MS = 2_500;

export interface DeskModelListener {
  changed: () => void;
  happened: (change: Change) => void;
  signedOut: () => void;
}

/** One signed-in desk. */
export class DeskModel {
  live: LiveState = EMPTY_STATE;
  connection: ConnectionState = { state: 'connecting' };
  desk: Desk | undefined;
  softphone: Softphone = NO_SOFTPHONE;
  readonly selection = new Selection(
    () => this.live,
    () => this.events.changed(),
  );
  readonly uuiClaim: UuiClaim;
  /** What went wrong with the last wish, in words for the agent. */
  trouble: string | undefined;
  private closed = false;
  private readonly client: PayClient;

  constructor(
    private readonly login: Login,
    private readonly events: DeskModelListener,
  ) {
    this.uuiClaim = new UuiClaim({
      claimByUui: (uui) => this.client.claimByUui(uui),
      withdraw: (uui) => this.client.withdrawClaim(uui),
      changed: () => this.events.changed(),
      claimed: (call) => this.selection.choose(call.sid),
      remember: (uui) => storeClaim(uui === undefined ? undefined : { uui, agent: login.user.name }),
    });
    this.client = new PayClient('', login.token, {
      changed: (live, change) => {
        this.live = live;
        if (change !== undefined) this.happened(change);
        this.events.changed();
      },
      connection: (connection) => {
        this.connection = connection;
        this.events.changed();
      },
      signedOut: () => this.events.signedOut(),
    });
    void this.begin();
  }

  get isSupervisor(): boolean {
    return this.login.user.role === 'supervisor';
  }

  legOf(call: Call): Leg | undefined {
    return legOf(call, this.softphone.legs);
  }

  /** Legs on this page's softphone of which the server has not told, or whose call is somebody else's. */
  get legsWithoutCall(): Leg[] {
    return legsWithoutCall(this.softphone.legs, this.selection.liveCalls, this.live.calls.values());
  }

  available(ready: boolean): Promise<boolean> {
    return this.attempt(() => this.client.setAvailability(ready ? 'ready' : 'away'));
  }

  switchSoftphone(on: boolean): void {
    storeSoftphoneOn(on);
    this.softphone.turn(on);
  }

  answer(leg: Leg): Promise<boolean> {
    const { call } = leg;
    return this.attempt(async () => {
      await this.softphone.answer(leg.id);
      if (call === undefined) return;
      this.selection.choose(call);
      // The answer reaches the server by a webhook; if that is lost, the agent still has the call.
      setTimeout(() => {
        const isOn = this.softphone.legs.some((l) => l.id === leg.id && l.state === 'answered');
        if (isOn && this.live.calls.get(call)?.state === 'ringing') {
          void this.client.claim(call).catch(() => undefined);
        }
      }, CLAIM_AFTER_MS);
    });
  }

  reject(leg: Leg): Promise<boolean> {
    return this.attempt(() => this.softphone.reject(leg.id));
  }

  hangUp(leg: Leg): Promise<boolean> {
    return this.attempt(() => this.softphone.hangUp(leg.id));
  }

  dial(number: string): Promise<boolean> {
    return this.attempt(() => this.softphone.dial(number));
  }

  claim(sid: string): Promise<boolean> {
    return this.attempt(() => this.takeOver(sid), claimErrorText);
  }

  /** Says that a call is mine; nothing is waited for then. Throws what the form must show. */
  async takeOver(sid: string): Promise<void> {
    const call = await this.client.claim(sid);
    this.uuiClaim.done(call);
    this.selection.choose(call.sid);
  }

  /** Gives a call to an agent; throws what the form must show. */
  async assign(sid: string, agent: string): Promise<void> {
    await this.client.assign(sid, agent);
  }

  /** Starts a payment; throws what the form must show. */
  async start(...args: Parameters<PayClient['start']>): Promise<void> {
    this.trouble = undefined;
    const session = await this.client.start(...args);
    this.selection.endDraft(session.call);
  }

  capture(...args: Parameters<PayClient['capture']>): Promise<boolean> {
    return this.attempt(() => this.client.capture(...args));
  }

  submit(id: string): Promise<boolean> {
    return this.attempt(() => this.client.submit(id));
  }

  cancel(id: string): Promise<boolean> {
    return this.attempt(() => this.client.cancel(id));
  }

  resolve(...args: Parameters<PayClient['resolve']>): Promise<PaySession> {
    return this.client.resolve(...args);
  }

  retryNow(): void {
    this.client.retryNow();
  }

  close(): void {
    this.closed = true;
    this.uuiClaim.close();
    this.softphone.close();
    this.client.close();
  }

  private happened(change: Change): void {
    this.events.happened(change);
    if (change.kind === 'unclaimed') this.uuiClaim.left(change.uui);
    const calls =
      change.kind === 'snapshot' ? [...this.live.calls.values()] : change.kind === 'call' ? [change.now] : [];
    for (const call of calls) if (call.agent === this.login.user.name) this.uuiClaim.saw(call);
    if (change.kind !== 'snapshot') return;
    this.uuiClaim.again();
    if (this.isSupervisor) void this.client.loadUnassigned().catch(() => undefined);
  }

  private async begin(): Promise<void> {
    if (!this.isSupervisor) {
      const uui = takeInitialClaim(this.login.user.name);
      if (uui !== undefined) this.uuiClaim.begin(uui);
    }
    const desk = await this.loadDesk();
    if (desk === undefined || this.closed) return;
    this.desk = desk;
    if (!this.isSupervisor) {
      const changed = () => this.events.changed();
      this.softphone = createSoftphone(desk, this.login.user.name, this.client, changed);
    }
    this.events.changed();
  }

  /** How this desk is set up, however long the server takes; nothing when the sign-in has ended. */
  private async loadDesk(): Promise<Desk | undefined> {
    for (let wait = 500; !this.closed; wait = Math.min(wait * 2, 8_000)) {
      try {
        return await this.client.desk();
      } catch (e) {
        if (e instanceof ProblemError && e.problem.status === 401) return undefined;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return undefined;
  }

  private async attempt(wish: () => Promise<unknown>, why = errorText): Promise<boolean> {
    this.trouble = undefined;
    try {
      await wish();
      return true;
    } catch (e) {
      this.trouble = why(e);
      return false;
    } finally {
      this.events.changed();
    }
  }
}
