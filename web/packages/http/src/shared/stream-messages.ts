// What a page and the worker with the shared connection say to each other.
import type { ConnectionState } from '../connection-state.js';
import type { SseFrame } from '../sse-frames.js';

export type ToWorker =
  /** Begins to receive. The worker uses the token if it has no other that the server accepts. */
  { type: 'join'; url: string; token: string } | { type: 'leave' } | { type: 'retry' };

export type ToPage =
  /** A page that joins gets all frames since the last snapshot at once. */
  { type: 'frames'; frames: SseFrame[] } | { type: 'connection'; connection: ConnectionState };

/** The part of a `MessagePort` that is used here. */
export interface Port<In, Out> {
  postMessage(message: Out): void;
  onmessage: ((event: MessageEvent<In>) => void) | null;
}
