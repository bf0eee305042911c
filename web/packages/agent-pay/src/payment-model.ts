// State and actions of payments on one user's calls, without elements.
import {
  EMPTY_STATE,
  PayClient,
  ProblemError,
  type Change,
  type ConnectionState,
  type Desk,
  type FieldName,
  type LiveState,
  type PaySession,
  type PaymentsOptions,
  type TokenProvider,
} from '@agentpay/pay-client';
import { problemText, type Text } from './messages.js';
import { Drafts } from './payment/drafts.js';

/** First and longest wait before the desk's settings are asked for again, in ms. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

export interface PaymentModelListener {
  changed: () => void;
  happened: (change: Change) => void;
  /** The server refuses the token. */
  signedOut: (error: unknown) => void;
}

/** @typeParam A what a user does with one click */
export class PaymentModel<A extends string = 'capture' | 'submit' | 'cancel'> {
  live: LiveState = EMPTY_STATE;
  connection: ConnectionState = { state: 'connecting' };
  /** The server's settings; `undefined` until they are loaded. */
  desk: Desk | undefined;
  /** Message of the last action's error. */
  error: Text | undefined;
  readonly drafts = new Drafts(() => this.live);
  protected readonly client: PayClient;
  protected closed = false;
  /** Actions whose answer is awaited. */
  private readonly busy = new Set<string>();

  constructor(
    baseUrl: string,
    token: string | TokenProvider,
    protected readonly listener: PaymentModelListener,
    updates?: PaymentsOptions['connection'],
  ) {
    this.client = new PayClient(
      baseUrl,
      token,
      {
        changed: (live, change) => {
          this.live = live;
          if (change !== undefined) this.happened(change);
          this.listener.changed();
        },
        connection: (connection) => {
          this.connection = connection;
          this.listener.changed();
        },
        signedOut: (error) => {
          if (!this.closed) this.listener.signedOut(error);
        },
      },
      updates,
    );
  }

  get isSupervisor(): boolean {
    return this.live.me?.user.role === 'supervisor';
  }

  /** Whether this action on this object waits for its answer. Its button shows that; another click does nothing. */
  isBusy(action: A | 'capture' | 'submit' | 'cancel', id = ''): boolean {
    return this.busy.has(`${action} ${id}`);
  }

  /** Starts a payment. Rejects with the error for the form. */
  async start(...args: Parameters<PayClient['start']>): Promise<PaySession> {
    this.error = undefined;
    const session = await this.client.start(...args);
    this.endDraft(session.call);
    return session;
  }

  /** Asks for a field again. */
  capture(id: string, field: FieldName): Promise<boolean> {
    return this.attempt('capture', `${id} ${field}`, () => this.client.capture(id, field, true));
  }

  submit(id: string): Promise<boolean> {
    return this.attempt('submit', id, () => this.client.submit(id));
  }

  cancel(id: string): Promise<boolean> {
    return this.attempt('cancel', id, () => this.client.cancel(id));
  }

  /** Shows an empty form instead of the call's last payment. */
  startDraft(call: string): void {
    this.drafts.start(call);
    this.listener.changed();
  }

  /** Shows the call's last payment again. */
  endDraft(call: string): void {
    this.drafts.end(call);
    this.listener.changed();
  }

  retryNow(): void {
    this.client.retryNow();
  }

  close(): void {
    this.closed = true;
    this.client.close();
  }

  protected happened(change: Change): void {
    this.listener.happened(change);
  }

  /** Loads the server's settings; retries until the server answers. `undefined` if the sign-in has ended. */
  protected async loadDesk(): Promise<Desk | undefined> {
    for (let wait = FIRST_WAIT_MS; !this.closed; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await this.client.desk();
      } catch (e) {
        if (e instanceof ProblemError && e.problem.status === 401) return undefined;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return undefined;
  }

  protected async attempt(
    action: A | 'capture' | 'submit' | 'cancel',
    id: string,
    run: () => Promise<unknown>,
    message: (error: unknown) => string = problemText,
  ): Promise<boolean> {
    if (this.isBusy(action, id)) return false;
    const key = `${action} ${id}`;
    this.busy.add(key);
    this.error = undefined;
    this.listener.changed();
    try {
      await run();
      return true;
    } catch (e) {
      this.error = () => message(e);
      return false;
    } finally {
      this.busy.delete(key);
      this.listener.changed();
    }
  }
}
