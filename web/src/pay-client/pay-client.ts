// What a page needs of the server, behind one object.
import {
  Api,
  type Desk,
  type FieldName,
  type Login,
  type PaySession,
  type ResolveRequest,
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

  async claim(sid: string): Promise<void> {
    const call = await this.api.post('/api/calls/{sid}/claim', {}, { path: { sid } });
    this.become(withCall(this.world, call));
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

  private async keep(answer: Promise<PaySession>): Promise<PaySession> {
    const session = await answer;
    this.become(withSession(this.world, session, 'answer'));
    return this.world.sessions.get(session.id) ?? session;
  }

  private become([world, change]: [World, Change | undefined]): void {
    if (world === this.world) return;
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
