// The worker's side of a shared connection: one connection for all pages of one user in this browser.
import { ApiClient } from '../api-client.js';
import { BearerToken } from '../bearer-token.js';
import type { ConnectionState } from '../connection-state.js';
import { SseConnection } from '../sse-connection.js';
import type { SseFrame } from '../sse-frames.js';
import { StreamConfirmation } from '../stream-confirmation.js';
import type { Port, ToPage, ToWorker } from './stream-messages.js';

/** Frames kept for pages that join. After more, the next page that joins makes the server send a new snapshot. */
const MAX_FRAMES = 5_000;

/** A frame of this event begins anew: nothing before it is needed. */
const SNAPSHOT = 'snapshot';

type Page = Port<ToWorker, ToPage>;

export class StreamHub {
  /** The pages in the order in which they joined, with their tokens. */
  private readonly members = new Map<Page, string>();
  private connection: SseConnection | undefined;
  private state: ConnectionState = { state: 'connecting' };
  /** The frames since the last snapshot. */
  private frames: SseFrame[] = [];
  private isOverflown = false;
  /** The token that the server was asked with last. */
  private used: string | undefined;

  add(page: Page): void {
    page.onmessage = ({ data }) => {
      if (data.type === 'join') this.join(page, data.url, data.token);
      else if (data.type === 'leave') this.leave(page);
      else this.connection?.retryNow();
    };
  }

  private join(page: Page, url: string, token: string): void {
    this.members.set(page, token);
    if (this.connection === undefined || this.isOverflown) {
      this.open(url);
      return;
    }
    page.postMessage({ type: 'connection', connection: this.state });
    page.postMessage({ type: 'frames', frames: this.frames });
  }

  private leave(page: Page): void {
    this.members.delete(page);
    if (this.members.size === 0) this.close();
  }

  private open(url: string): void {
    this.close();
    const bearer = new BearerToken(() => this.nextToken());
    const api = new ApiClient('', bearer);
    const confirmation = new StreamConfirmation(
      (stream) =>
        void api.put('/api/me/streams/{stream}', undefined, { path: { stream } }).catch(() => undefined),
    );
    const connection = new SseConnection(
      {
        url,
        token: bearer,
        observer: {
          answered: () => {},
          opened: (headers) => confirmation.opened(headers),
          heard: () => confirmation.heard(),
        },
      },
      {
        frame: (frame) => this.received(frame),
        connection: (state) => {
          if (this.connection === undefined || this.connection === connection) this.changed(state);
        },
      },
    );
    this.connection = connection;
  }

  private close(): void {
    const { connection } = this;
    this.connection = undefined;
    if (connection === undefined) return;
    const members = new Map(this.members);
    this.members.clear(); // they do not hear that the old connection is closed
    connection.close();
    for (const [page, token] of members) this.members.set(page, token);
    this.frames = [];
    this.isOverflown = false;
    this.used = undefined;
    this.state = { state: 'connecting' };
  }

  /** The token of the first page whose token the server has not refused. */
  private nextToken(): string {
    for (const [page, token] of this.members) {
      if (token !== this.used) continue;
      this.members.delete(page);
      page.postMessage({ type: 'connection', connection: { state: 'closed' } });
    }
    const [token] = this.members.values();
    this.used = token ?? this.used;
    return this.used ?? '';
  }

  private received(frame: SseFrame): void {
    if (frame.event === SNAPSHOT) {
      this.frames = [];
      this.isOverflown = false;
    }
    if (this.frames.length < MAX_FRAMES) this.frames.push(frame);
    else this.isOverflown = true;
    this.send({ type: 'frames', frames: [frame] });
  }

  private changed(connection: ConnectionState): void {
    this.state = connection;
    this.send({ type: 'connection', connection });
    if (connection.state !== 'closed') return;
    this.members.clear();
    this.connection = undefined;
    this.frames = [];
  }

  private send(message: ToPage): void {
    for (const page of this.members.keys()) page.postMessage(message);
  }
}
