// The client of the pay API for one signed-in page.
import {
  ApiClient,
  BearerToken,
  SseConnection,
  type ConnectionState,
  type TokenProvider,
} from '@agentpay/http';
import {
  EMPTY_STATE,
  applyFrame,
  withAgent,
  withCall,
  withSession,
  type Change,
  type LiveState,
} from './live-state.js';
import { useCurrencies } from './money.js';
import type {
  Call,
  CallsByUui,
  Desk,
  FieldName,
  Login,
  PaySession,
  ResolveRequest,
  SoftphoneToken,
  StartRequest,
} from './types.js';

export interface PayClientListener {
  /** Called after each change of the state. `change` is `undefined` if nothing needs to be announced. */
  changed(state: LiveState, change: Change | undefined): void;
  connection(connection: ConnectionState): void;
  /** The token has expired or was revoked: sign in again. */
  signedOut(): void;
}

/** Sends requests, keeps the live updates connected, and holds the state that both lead to. */
export class PayClient {
  private readonly api: ApiClient;
  private readonly updates: SseConnection;
  private state: LiveState = EMPTY_STATE;

  /** @param retryDelays waits in ms before each repetition of a request without a usable answer */
  constructor(
    baseUrl: string,
    token: string | TokenProvider,
    private readonly listener: PayClientListener,
    retryDelays: readonly number[] = [],
  ) {
    const bearer = new BearerToken(token);
    this.api = new ApiClient(baseUrl, bearer, { onUnauthorized: () => this.signedOut(), retryDelays });
    let isOpen = false;
    this.updates = new SseConnection(
      { url: `${baseUrl}/api/events`, token: bearer },
      {
        frame: (frame) => this.update(applyFrame(this.state, frame)),
        connection: (connection) => {
          if (connection.state === 'closed' && isOpen) void this.checkToken();
          isOpen = connection.state !== 'closed';
          this.listener.connection(connection);
        },
      },
    );
  }

  /** @throws ProblemError `unauthorized`, `too-many` */
  static signIn(baseUrl: string, name: string, password: string): Promise<Login> {
    return new ApiClient(baseUrl, new BearerToken(undefined)).post('/api/login', { name, password });
  }

  async desk(): Promise<Desk> {
    const desk: Desk = await this.api.get('/api/desk');
    useCurrencies(desk.currencies);
    return desk;
  }

  /** @throws ProblemError `not-found`, `forbidden` */
  call(sid: string): Promise<Call> {
    return this.api.get('/api/calls/{sid}', { path: { sid } });
  }

  async setAvailability(availability: 'ready' | 'away'): Promise<void> {
    this.update(withAgent(this.state, await this.api.put('/api/me/availability', { availability })));
  }

  /** An access token for Twilio's Voice SDK, valid for about an hour. */
  softphoneToken(): Promise<SoftphoneToken> {
    return this.api.post('/api/softphone/token', {});
  }

  /**
   * Claims a call for the signed-in agent. `sid` may be any leg of the call; the answer is the customer's leg.
   *
   * @throws ProblemError `unknown-call`, `not-a-customer-leg`, `call-not-in-progress`, `call-has-session`, …
   */
  async claim(sid: string): Promise<Call> {
    return this.storeCall(await this.api.post('/api/calls/{sid}/claim', {}, { path: { sid } }));
  }

  /**
   * Claims the call with this UUI: now, or as soon as it is dialled.
   *
   * @throws ProblemError `ambiguous-uui` with the calls to choose from, `uui-claimed`, `call-has-session`, …
   */
  async claimByUui(uui: string): Promise<Call | CallsByUui> {
    const answer = await this.api.post('/api/calls/by-uui/claim', { uui });
    return 'sid' in answer ? this.storeCall(answer) : answer;
  }

  /** Withdraws a claim that is still waiting for its call. */
  async withdrawClaim(uui: string): Promise<void> {
    await this.api.post('/api/calls/by-uui/withdraw', { uui });
  }

  /** Assigns a call to an agent. Supervisors only. */
  async assign(sid: string, agent: string): Promise<Call> {
    return this.storeCall(await this.api.post('/api/calls/{sid}/assign', { agent }, { path: { sid } }));
  }

  /** Adds the calls that have no agent yet to the state. Supervisors only. */
  async loadUnassigned(): Promise<void> {
    const { calls } = await this.api.get('/api/calls', { query: { unmatched: 'true' } });
    for (const call of calls) this.storeCall(call);
  }

  /** @throws ProblemError `call-has-session`, `may-have-charged`, `call-not-in-progress`, `invalid`, … */
  async start(request: StartRequest, idempotencyKey: string): Promise<PaySession> {
    return this.storeSession(this.api.post('/api/pay-sessions', request, { idempotencyKey }));
  }

  /** Asks the customer for a field. `again` asks for one that is already captured. */
  async capture(id: string, field: FieldName, again: boolean): Promise<PaySession> {
    return this.storeSession(
      this.api.post('/api/pay-sessions/{id}/captures', { field, again }, { path: { id } }),
    );
  }

  async submit(id: string): Promise<PaySession> {
    return this.storeSession(this.api.post('/api/pay-sessions/{id}/submit', {}, { path: { id } }));
  }

  async cancel(id: string): Promise<PaySession> {
    return this.storeSession(this.api.post('/api/pay-sessions/{id}/cancel', {}, { path: { id } }));
  }

  async resolve(id: string, request: ResolveRequest): Promise<PaySession> {
    return this.storeSession(this.api.post('/api/pay-sessions/{id}/resolve', request, { path: { id } }));
  }

  retryNow(): void {
    this.updates.retryNow();
  }

  close(): void {
    this.updates.close();
  }

  private storeCall(call: Call): Call {
    this.update(withCall(this.state, call));
    return this.state.calls.get(call.sid) ?? call;
  }

  private async storeSession(answer: Promise<PaySession>): Promise<PaySession> {
    const session = await answer;
    this.update(withSession(this.state, session, 'answer'));
    return this.state.sessions.get(session.id) ?? session;
  }

  private update([state, change]: [LiveState, Change | undefined]): void {
    if (state === this.state && change === undefined) return;
    this.state = state;
    this.listener.changed(state, change);
  }

  /** Finds out whether the updates were refused because of the token: a 401 signs out. */
  private async checkToken(): Promise<void> {
    await this.api.get('/api/me').catch(() => undefined);
  }

  private signedOut(): void {
    this.updates.close();
    this.listener.signedOut();
  }
}
