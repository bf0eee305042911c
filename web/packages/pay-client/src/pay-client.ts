// The client of the whole pay API for one signed-in page.
import {
  ApiClient,
  BearerToken,
  StreamConfirmation,
  serverClock,
  type AnswerHeaders,
  type AnswerObserver,
  type TokenProvider,
} from '@agentpay/http';
import { withAgent, withCall } from './live-state.js';
import { useCurrencies } from './money.js';
import { PaymentsClient, type PaymentsListener, type PaymentsOptions } from './payments-client.js';
import type { Call, CallsByUui, Desk, Login, PaySession, ResolveRequest, SoftphoneToken } from './types.js';

/** Learns the server's time from each answer. */
const CLOCK: AnswerObserver = {
  answered: (headers: AnswerHeaders, sentAt: number) => serverClock.learn(headers, sentAt),
};

/** Sign-in, calls, and what supervisors may do with payments. */
export class PayClient extends PaymentsClient {
  /** @param connection the connection for live updates; by default one of its own */
  constructor(
    baseUrl: string,
    token: string | TokenProvider,
    listener: PaymentsListener,
    connection?: PaymentsOptions['connection'],
  ) {
    const confirmation = new StreamConfirmation((stream) => void this.confirm(stream));
    super(baseUrl, token, listener, {
      connection,
      observer: {
        ...CLOCK,
        opened: (headers) => confirmation.opened(headers),
        heard: () => confirmation.heard(),
      },
    });
  }

  /** @throws ProblemError `unauthorized`, `too-many` */
  static signIn(baseUrl: string, name: string, password: string): Promise<Login> {
    // By a cookie the server recognises a browser in which the user has signed in before.
    const options = { observer: CLOCK, credentials: 'same-origin' } as const;
    return new ApiClient(baseUrl, new BearerToken(undefined), options).post('/api/login', { name, password });
  }

  /** Ends the sign-in: the server refuses its token from now on. */
  async signOut(): Promise<void> {
    await this.api.post('/api/logout', undefined);
  }

  /** Tells the server that the user does something without a request. Users who do nothing are signed out. */
  async reportActivity(): Promise<void> {
    await this.api.put('/api/me/activity', undefined);
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

  async resolve(id: string, request: ResolveRequest): Promise<PaySession> {
    return this.storeSession(this.api.post('/api/pay-sessions/{id}/resolve', request, { path: { id } }));
  }

  private storeCall(call: Call): Call {
    this.update(withCall(this.state, call));
    return this.state.calls.get(call.sid) ?? call;
  }

  /** Tells the server that this page still reads: a computer that sleeps closes no connection. */
  private async confirm(stream: string): Promise<void> {
    await this.api.put('/api/me/streams/{stream}', undefined, { path: { stream } }).catch(() => undefined);
  }
}
