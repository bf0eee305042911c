// State and actions of the desk, without its elements.
import { PaymentModel, UuiClaim } from '@agentpay/agent-pay';
import {
  ProblemError,
  hasMissed,
  type Call,
  type Change,
  type Login,
  type PayClient,
  type PaySession,
} from '@agentpay/pay-client';
import { MissedCalls } from './calls/missed-calls.js';
import { storeClaim, takeInitialClaim } from './claim/claim-storage.js';
import { errorText, claimErrorText } from './error-text.js';
import { Selection } from './selection.js';
import { sharedUpdates } from './shared-updates.js';
import { storeSoftphoneOn, createSoftphone } from './softphone/create-softphone.js';
import { NO_SOFTPHONE, legOf, legsWithoutCall, type Leg, type Softphone } from './softphone/softphone.js';

/** The page claims an answered call if the server does not know of the answer after this time. */
const CLAIM_AFTER_MS = 2_500;

/** What an agent does with one click, besides what the payment offers. */
export type Action = 'availability' | 'answer' | 'reject' | 'hangUp' | 'dial' | 'claim';

export interface DeskModelListener {
  changed: () => void;
  happened: (change: Change) => void;
  /** The server refuses the token. `idleMinutes` is set if the user did nothing for so long. */
  signedOut: (idleMinutes: number | undefined) => void;
}

/** The desk of one signed-in user. */
export class DeskModel extends PaymentModel<Action> {
  softphone: Softphone = NO_SOFTPHONE;
  readonly selection = new Selection(
    () => this.live,
    this.drafts,
    () => this.listener.changed(),
  );
  readonly uuiClaim: UuiClaim;
  readonly missed = new MissedCalls();

  constructor(
    private readonly login: Login,
    listener: DeskModelListener,
  ) {
    super(
      '',
      login.token,
      { ...listener, signedOut: (error) => listener.signedOut(idleMinutes(error)) },
      sharedUpdates(login.user.name),
    );
    this.uuiClaim = new UuiClaim({
      claimByUui: (uui) => this.client.claimByUui(uui),
      withdraw: (uui) => this.client.withdrawClaim(uui),
      changed: () => this.listener.changed(),
      claimed: (call) => this.selection.choose(call.sid),
      remember: (uui) => storeClaim(uui === undefined ? undefined : { uui, agent: login.user.name }),
    });
    void this.initialize();
  }

  override get isSupervisor(): boolean {
    return this.login.user.role === 'supervisor';
  }

  legOf(call: Call): Leg | undefined {
    return legOf(call, this.softphone.legs);
  }

  /** Legs on this page's softphone whose call is unknown so far, or belongs to another agent. */
  get legsWithoutCall(): Leg[] {
    const { calls, me } = this.live;
    const over = [...calls.values()].filter((call) => call.state === 'ended' || hasMissed(me, call));
    return legsWithoutCall(this.softphone.legs, this.selection.liveCalls, over);
  }

  available(ready: boolean): Promise<boolean> {
    return this.attempt('availability', '', () => this.client.setAvailability(ready ? 'ready' : 'away'));
  }

  switchSoftphone(on: boolean): void {
    storeSoftphoneOn(on);
    this.softphone.setOn(on);
  }

  answer(leg: Leg): Promise<boolean> {
    const { call } = leg;
    return this.attempt('answer', leg.id, async () => {
      await this.softphone.answer(leg.id);
      if (call === undefined) return;
      this.selection.choose(call);
      // A webhook reports the answer to the server. If it is lost, this claim replaces it.
      setTimeout(() => {
        const isOn = this.softphone.legs.some((l) => l.id === leg.id && l.state === 'answered');
        if (isOn && this.live.calls.get(call)?.state === 'ringing') {
          void this.client.claim(call).catch(() => undefined);
        }
      }, CLAIM_AFTER_MS);
    });
  }

  reject(leg: Leg): Promise<boolean> {
    this.missed.declined(leg.call);
    return this.attempt('reject', leg.id, () => this.softphone.reject(leg.id));
  }

  hangUp(leg: Leg): Promise<boolean> {
    return this.attempt('hangUp', leg.id, () => this.softphone.hangUp(leg.id));
  }

  dial(number: string): Promise<boolean> {
    return this.attempt('dial', '', () => this.softphone.dial(number));
  }

  claim(sid: string): Promise<boolean> {
    return this.attempt('claim', sid, () => this.takeOver(sid), claimErrorText);
  }

  /** Claims a call by a CallSid, and ends a waiting claim. Rejects with the error for the form. */
  async takeOver(sid: string): Promise<void> {
    const call = await this.client.claim(sid);
    this.uuiClaim.callTaken(call);
    this.selection.choose(call.sid);
  }

  /** Assigns a call to an agent. Rejects with the error for the form. */
  async assign(sid: string, agent: string): Promise<void> {
    await this.client.assign(sid, agent);
  }

  /** A call by its sid, also one that has ended; `undefined` if it is unknown. */
  findCall(sid: string): Promise<Call | undefined> {
    const known = this.live.calls.get(sid);
    return known === undefined ? this.client.call(sid).catch(() => undefined) : Promise.resolve(known);
  }

  resolve(...args: Parameters<PayClient['resolve']>): Promise<PaySession> {
    return this.client.resolve(...args);
  }

  /** Signs out at the server. If it cannot be reached, the token stays valid until it expires. */
  signOut(): void {
    void this.client.signOut().catch(() => undefined);
    this.close();
  }

  reportActivity(): void {
    void this.client.reportActivity().catch(() => undefined);
  }

  override close(): void {
    this.uuiClaim.close();
    this.softphone.close();
    super.close();
  }

  dismissMissed(): void {
    this.missed.clear();
    this.listener.changed();
  }

  protected override happened(change: Change): void {
    if (change.kind === 'call' && !this.missed.changed(change)) return;
    super.happened(change);
    if (change.kind === 'unclaimed') this.uuiClaim.withdrawnElsewhere(change.uui);
    const calls =
      change.kind === 'snapshot' ? [...this.live.calls.values()] : change.kind === 'call' ? [change.now] : [];
    for (const call of calls) if (call.agent === this.login.user.name) this.uuiClaim.callChanged(call);
    if (change.kind !== 'snapshot') return;
    this.uuiClaim.retry();
    if (this.isSupervisor) void this.client.loadUnassigned().catch(() => undefined);
  }

  private async initialize(): Promise<void> {
    if (!this.isSupervisor) {
      const uui = takeInitialClaim(this.login.user.name);
      if (uui !== undefined) this.uuiClaim.start(uui);
    }
    const desk = await this.loadDesk();
    if (desk === undefined || this.closed) return;
    this.desk = desk;
    if (!this.isSupervisor) {
      const changed = () => this.listener.changed();
      this.softphone = createSoftphone(desk, this.login.user.name, this.client, changed);
    }
    this.listener.changed();
  }

  protected override attempt(
    action: Action | 'capture' | 'submit' | 'cancel',
    id: string,
    run: () => Promise<unknown>,
    message: (error: unknown) => string = errorText,
  ): Promise<boolean> {
    return super.attempt(action, id, run, message);
  }
}

function idleMinutes(error: unknown): number | undefined {
  return error instanceof ProblemError ? error.problem.idleMinutes : undefined;
}
