// The page's side of a shared connection.
import type { SseClient, SseListener, SseOptions } from '../sse-connection.js';
import type { Port, ToPage, ToWorker } from './stream-messages.js';

export class SharedConnection implements SseClient {
  private closed = false;
  private readonly leaving = (event: PageTransitionEvent) => {
    if (!event.persisted) this.worker.postMessage({ type: 'leave' });
  };

  constructor(
    private readonly worker: Port<ToPage, ToWorker>,
    { url, token }: SseOptions,
    private readonly listener: SseListener,
  ) {
    worker.onmessage = ({ data }) => {
      if (this.closed) return;
      if (data.type === 'frames') data.frames.forEach((frame) => listener.frame(frame));
      else if (data.connection.state === 'closed') this.close();
      else listener.connection(data.connection);
    };
    globalThis.addEventListener?.('pagehide', this.leaving);
    void token?.current().then((value) => {
      if (!this.closed) worker.postMessage({ type: 'join', url, token: value ?? '' });
    });
  }

  retryNow(): void {
    this.worker.postMessage({ type: 'retry' });
  }

  close(): void {
    if (this.closed) return;
    this.abandon();
    this.worker.postMessage({ type: 'leave' });
    this.listener.connection({ state: 'closed' });
  }

  /** Listens to the worker no more, because it does not run. The listener is not told. */
  abandon(): void {
    this.closed = true;
    globalThis.removeEventListener?.('pagehide', this.leaving);
  }
}
