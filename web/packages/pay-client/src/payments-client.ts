// Payments and live updates for one signed-in user.
import {
  ApiClient,
  BearerToken,
  SseConnection,
  type AnswerObserver,
  type ConnectionState,
  type SseClient,
  type SseListener,
  type SseOptions,
  type TokenProvider,
} from '@agentpay/http';
import { EMPTY_STATE, applyFrame, withSession, type Change, type LiveState } from './live-state.js';
import type { FieldName, PaySession, StartRequest } from './types.js';

export interface PaymentsListener {
  /** Called after each change of the state. `change` is `undefined` if nothing needs to be announced. */
  changed(state: LiveState, change: Change | undefined): void;
  connection(connection: ConnectionState): void;
  /** The token has expired or was revoked: sign in again. The error is the one of the refused request. */
  signedOut(error: unknown): void;
}

export interface PaymentsOptions {
  /** Waits in ms before each repetition of a request without a usable answer. Not repeated by default. */
  retryDelays?: readonly number[] | undefined;
  observer?: AnswerObserver | undefined;
  /** The connection for live updates; by default one of its own. */
  connection?: (new (options: SseOptions, listener: SseListener) => SseClient) | undefined;
}

/** Sends requests, keeps the live updates connected, and holds the state that both lead to. */
export class PaymentsClient {
  protected readonly api: ApiClient;
  private readonly updates: SseClient;
  protected state: LiveState = EMPTY_STATE;

  constructor(
    baseUrl: string,
    token: string | TokenProvider,
    private readonly listener: PaymentsListener,
    options: PaymentsOptions = {},
  ) {
    const bearer = new BearerToken(token);
    const { retryDelays, observer, connection: Connection = SseConnection } = options;
    this.api = new ApiClient(baseUrl, bearer, {
      onUnauthorized: (error) => {
        this.updates.close();
        listener.signedOut(error);
      },
      retryDelays,
      observer,
    });
    let isOpen = false;
    this.updates = new Connection(
      { url: `${baseUrl}/api/events`, token: bearer, observer },
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

  retryNow(): void {
    this.updates.retryNow();
  }

  close(): void {
    this.updates.close();
  }

  protected async storeSession(answer: Promise<PaySession>): Promise<PaySession> {
    const session = await answer;
    this.update(withSession(this.state, session, 'answer'));
    return this.state.sessions.get(session.id) ?? session;
  }

  protected update([state, change]: [LiveState, Change | undefined]): void {
    if (state === this.state && change === undefined) return;
    this.state = state;
    this.listener.changed(state, change);
  }

  /** Finds out whether the updates were refused because of the token: a 401 signs out. */
  private async checkToken(): Promise<void> {
    await this.api.get('/api/me').catch(() => undefined);
  }
}
