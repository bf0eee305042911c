// One connection for live updates for all desks of one user in this browser. Over HTTP/1.1 a browser opens at most six
// connections to a server, so six desks with a connection each would leave none for a click.
import { SseConnection, type SseClient, type SseListener, type SseOptions } from '@agentpay/http';
import { SharedConnection } from '@agentpay/http/shared';

/** The user's shared connection, or one of its own where no shared worker runs. */
export function sharedUpdates(user: string): new (options: SseOptions, listener: SseListener) => SseClient {
  if (globalThis.SharedWorker === undefined) return SseConnection;
  return class implements SseClient {
    private used: SseClient;

    constructor(options: SseOptions, listener: SseListener) {
      const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
        type: 'module',
        name: `agentpay ${user}`,
      });
      const shared = new SharedConnection(worker.port, options, listener);
      this.used = shared;
      worker.addEventListener('error', () => {
        if (this.used !== shared) return;
        shared.abandon();
        this.used = new SseConnection(options, listener);
      });
    }

    retryNow(): void {
      this.used.retryNow();
    }

    close(): void {
      this.used.close();
    }
  };
}
