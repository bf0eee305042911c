// One connection of the client to the server, from attaching to detaching.
import {
  EMPTY_STATE,
  PaymentsClient,
  type ConnectionState,
  type LiveState,
  type TokenProvider,
} from '@agentpay/pay-client';
import { asError, PayClientError } from './errors.js';
import type { Settings } from './options.js';

/** Waits before each repetition of a command that got no answer: enough for a short break of the network. */
const RETRY_DELAYS_MS = [250, 1_000, 3_000];

export interface AttachmentListener {
  changed(state: LiveState): void;
  connection(connection: ConnectionState): void;
  /** The page's token provider failed. The request that needed the token fails, or is repeated. */
  tokenFailed(error: Error): void;
  /** The server cannot be reached at first, or refused the token. Close the attachment. */
  failed(error: Error): void;
}

export class Attachment {
  readonly api: PaymentsClient;
  /** Resolves with the first snapshot. Rejects with the error of {@link close}. */
  readonly ready: Promise<void>;
  state: LiveState = EMPTY_STATE;

  /** Present until `ready` is settled. */
  private attaching: { resolve(): void; reject(error: Error): void } | undefined;
  private tokenFailure: Error | undefined;
  private isClosed = false;

  constructor(
    private readonly settings: Settings,
    private readonly listener: AttachmentListener,
  ) {
    this.ready = new Promise((resolve, reject) => (this.attaching = { resolve, reject }));
    this.api = new PaymentsClient(
      settings.server,
      this.bearer(),
      {
        changed: (state) => this.changed(state),
        connection: (connection) => this.connectionChanged(connection),
        signedOut: () => {}, // the connection reports that it is closed
      },
      { retryDelays: RETRY_DELAYS_MS },
    );
  }

  /** @param error rejects `ready` if it is not settled */
  close(error: Error): void {
    this.isClosed = true;
    this.api.close();
    this.attaching?.reject(error);
  }

  private changed(state: LiveState): void {
    if (this.isClosed || state.me === undefined) return; // `me` comes with the snapshot
    this.state = state;
    this.listener.changed(state);
    this.attaching?.resolve();
    this.attaching = undefined;
  }

  private connectionChanged(connection: ConnectionState): void {
    if (this.isClosed) return;
    this.listener.connection(connection);
    if (connection.state === 'closed') {
      const text = 'The server refused the token';
      this.listener.failed(new PayClientError('signed-out', text));
    } else if (connection.state === 'waiting' && this.attaching !== undefined) {
      const text = `Cannot reach the server at ${this.settings.server}`;
      this.listener.failed(this.tokenFailure ?? new PayClientError('unreachable', text));
    }
  }

  /** The token, or its provider. A failure of the provider is the page's own, and reported as it is. */
  private bearer(): string | TokenProvider {
    const { bearer } = this.settings;
    if (typeof bearer === 'string') return bearer;
    return async () => {
      this.tokenFailure = undefined;
      try {
        return await bearer();
      } catch (e) {
        this.tokenFailure = asError(e);
        if (!this.isClosed) this.listener.tokenFailed(this.tokenFailure);
        throw this.tokenFailure;
      }
    };
  }
}
