// What a page needs of the server, behind one object.
import {
  Api,
  type Call,
  type CallsByUui,
  type Desk,
  type FieldName,
  type Login,
  type PaySession,
  type ResolveRequest,
  type SoftphoneToken,
  type StartRequest,
} from './api.js';
import { Stream, type Connection } from './stream.js';
import { NOTHING, after, withAgent, withCall, withSession, type Change, type World } from './world.js';

export interface Watcher {
  /** Called after each change, and once with none when it begins. */
  changed(world: World, change: Change | undefined): void;
  connection(connection: Connection): void;
  /** The token has ended: sign in again. */
  signedOut(): void;
}

/** One signed-in page: its requests, its stream and what it knows. */
export class PayClient {
  private readonly api: Api;
  private readonly stream: Stream;
  private world: World = NOTHING;

  constructor(
    base: string,
    token: string,
    private readonly watcher: Watcher,
  ) {
    this.api = new Api(
      base,
      () => token,
      () => this.signedOut(),
    );
    let isLive = false;
    this.stream = new Stream(this.api, {
      frame: (frame) => this.become(after(this.world, frame)),
      connection: (connection) => {
        if (connection.state === 'closed' && isLive) void this.whoAmI();
        isLive = connection.state !== 'closed';
        this.watcher.connection(connection);
      },
    });
  }

  /** @throws ProblemError `unauthorized`, `too-many` */
  static signIn(base: string, name: string, password: string): Promise<Login> {
    return new Api(base, () => undefined).post('/api/login', { name, password });
  }

  desk(): Promise<Desk> {
    return this.api.get('/api/desk');
  }

  async available(availability: 'ready' | 'away'): Promise<void> {
    this.become(withAgent(this.world, await this.api.put('/api/me/availability', { availability })));
  }

  /** For the library that rings at Twilio; lives about an hour. */
  softphoneToken(): Promise<SoftphoneToken> {
    return this.api.post('/api/softphone/token', {});
  }

  /**
   * Says that a call is mine. Any of its legs may be named; the answer is the customer's.
   *
   * @throws ProblemError `unknown-call`, `not-a-customer-leg`, `call-not-in-progress`, `call-has-session`, …
   */
  async claim(sid: string): Promise<Call> {
    return this.know(await this.api.post('/api/calls/{sid}/claim', {}, { path: { sid } }));
  }

  /**
   * Says that the call of a UUI is mine: now, or once it is dialled.
   *
   * @throws ProblemError `ambiguous-uui` with the calls to choose from, `uui-claimed`, `call-has-session`, …
   */
  async claimByUui(uui: string): Promise<Call | CallsByUui> {
    const answer = await this.api.post('/api/calls/by-uui/claim', { uui });
    return 'sid' in answer ? this.know(answer) : answer;
  }

  /** Takes back a claim that waits for its call. */
  async withdraw(uui: string): Promise<void> {
    await this.api.post('/api/calls/by-uui/withdraw', { uui });
  }

  /** Gives a call to an agent (supervisors). */
  async assign(sid: string, agent: string): Promise<Call> {
    return this.know(await this.api.post('/api/calls/{sid}/assign', { agent }, { path: { sid } }));
  }

  /** Learns of the calls that belong to nobody yet (supervisors). */
  async unmatched(): Promise<void> {
    const { calls } = await this.api.get('/api/calls', { query: { unmatched: 'true' } });
    for (const call of calls) this.know(call);
  }

  /** @throws ProblemError `call-has-session`, `may-have-charged`, `call-not-in-progress`, `invalid`, … */
  async start(request: StartRequest, idempotencyKey: string): Promise<PaySession> {
    return this.keep(this.api.post('/api/pay-sessions', request, { idempotencyKey }));
  }

  async capture(id: string, field: FieldName, again: boolean): Promise<PaySession> {
    return this.keep(this.api.post('/api/pay-sessions/{id}/captures', { field, again }, { path: { id } }));
  }

  async submit(id: string): Promise<PaySession> {
    return this.keep(this.api.post('/api/pay-sessions/{id}/submit', {}, { path: { id } }));
  }

  async cancel(id: string): Promise<PaySession> {
    return this.keep(this.api.post('/api/pay-sessions/{id}/cancel', {}, { path: { id } }));
  }

  async resolve(id: string, request: ResolveRequest): Promise<PaySession> {
    return this.keep(this.api.post('/api/pay-sessions/{id}/resolve', request, { path: { id } }));
  }

  retryNow(): void {
    this.stream.retryNow();
  }

  close(): void {
    this.stream.close();
  }

  private know(call: Call): Call {
    this.become(withCall(this.world, call));
    return this.world.calls.get(call.sid) ?? call;
  }

  private async keep(answer: Promise<PaySession>): Promise<PaySession> {
    const session = await answer;
    this.become(withSession(this.world, session, 'answer'));
    return this.world.sessions.get(session.id) ?? session;
  }

  private become([world, change]: [World, Change | undefined]): void {
    if (world === this.world && change === undefined) return;
    this.world = world;
    this.watcher.changed(world, change);
  }

  private async whoAmI(): Promise<void> {
    await this.api.get('/api/me').catch(() => undefined);
  }

  private signedOut(): void {
    this.stream.close();
    this.watcher.signedOut();
  }
}
