// One connection for live updates for all desks of one user in this browser. Over HTTP/1.1 a browser opens at most six
// connections to a server, so six desks with a connection each would leave none for a click.
import {
  SharedConnection,
  SseConnection,
  type SseClient,
  type SseListener,
  type SseOptions,
} from '@agentpay/http';

/** Opens the user's shared connection, or one of its own where no shared worker runs. */
export function sharedUpdates(user: string): (options: SseOptions, listener: SseListener) => SseClient {
  return (options, listener) => {
    if (globalThis.SharedWorker === undefined) return new SseConnection(options, listener);
    const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
      type: 'module',
      name: `agentpay ${user}`,
    });
    const shared = new SharedConnection(worker.port, options, listener);
    let used: SseClient = shared;
    worker.addEventListener('error', () => {
      if (used !== shared) return;
      shared.abandon();
      used = new SseConnection(options, listener);
    });
    return { retryNow: () => used.retryNow(), close: () => used.close() };
  };
}
