import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BearerToken } from '../src/bearer-token.js';
import { SharedConnection } from '../src/shared/shared-connection.js';
import { StreamHub } from '../src/shared/stream-hub.js';
import type { Port, ToPage, ToWorker } from '../src/shared/stream-messages.js';

/** A server of event streams: refuses tokens, and writes to the last connection. */
class Server {
  readonly refused = new Set<string>();
  readonly requests: { path: string; token: string; lastId: string | null }[] = [];
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  get streams() {
    return this.requests.filter(({ path }) => path === '/api/events');
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const token = headers.get('Authorization')?.replace('Bearer ', '') ?? '';
    this.requests.push({ path: url, token, lastId: headers.get('Last-Event-ID') });
    if (this.refused.has(token)) return Promise.resolve(new Response('{}', { status: 401 }));
    if (url !== '/api/events') return Promise.resolve(new Response(null, { status: 204 }));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.stream = controller;
        init.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
      },
    });
    return Promise.resolve(
      new Response(body, { headers: { 'Stream-Id': 's1', 'Heartbeat-Millis': '2000' } }),
    );
  };

  async send(event: string, id: number): Promise<void> {
    this.stream?.enqueue(new TextEncoder().encode(`id: ${id}\nevent: ${event}\ndata: ${event}${id}\n\n`));
    await settle();
  }

  async end(): Promise<void> {
    this.stream?.close();
    await settle();
  }
}

/** The two ends of a message channel that copies messages, and delivers them in order. */
function channel(): [Port<ToPage, ToWorker>, Port<ToWorker, ToPage>] {
  const page: Port<ToPage, ToWorker> = { postMessage: () => {}, onmessage: null };
  const worker: Port<ToWorker, ToPage> = { postMessage: () => {}, onmessage: null };
  const deliver = <T>(port: { onmessage: ((e: MessageEvent<T>) => void) | null }, data: T) => {
    const copy = structuredClone(data);
    queueMicrotask(() => port.onmessage?.({ data: copy } as MessageEvent<T>));
  };
  page.postMessage = (message) => deliver(worker, message);
  worker.postMessage = (message) => deliver(page, message);
  return [page, worker];
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

let server: Server;
let hub: StreamHub;

/** A page that has joined: what it has heard. */
class Page {
  readonly data: string[] = [];
  readonly states: string[] = [];
  readonly connection: SharedConnection;

  constructor(token: string) {
    const [page, worker] = channel();
    hub.add(worker);
    this.connection = new SharedConnection(
      page,
      { url: '/api/events', token: new BearerToken(token) },
      { frame: ({ data }) => this.data.push(data), connection: ({ state }) => this.states.push(state) },
    );
  }

  static async join(token = 'a'): Promise<Page> {
    const page = new Page(token);
    await settle();
    return page;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  hub = new StreamHub();
  vi.stubGlobal('fetch', server.fetch);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a shared connection', () => {
  it('serves all pages with one stream', async () => {
    const [one, two] = [await Page.join(), await Page.join()];
    await server.send('snapshot', 1);
    await server.send('call', 2);
    expect(server.streams).toHaveLength(1);
    expect(one.data).toEqual(['snapshot1', 'call2']);
    expect(two.data).toEqual(['snapshot1', 'call2']);
    expect([one.states.at(-1), two.states.at(-1)]).toEqual(['live', 'live']);
  });

  it('gives a page that joins later everything since the last snapshot, once', async () => {
    await Page.join();
    await server.send('snapshot', 1);
    await server.send('call', 2);
    await server.send('snapshot', 3);
    await server.send('call', 4);
    const late = await Page.join();
    await server.send('call', 5);
    expect(late.data).toEqual(['snapshot3', 'call4', 'call5']);
    expect(late.states.at(-1)).toBe('live');
  });

  it('goes on when a page leaves, also the first', async () => {
    const [one, two] = [await Page.join('a'), await Page.join('b')];
    await server.send('snapshot', 1);
    one.connection.close();
    await settle();
    await server.send('call', 2);
    expect(one.data).toEqual(['snapshot1']);
    expect(two.data).toEqual(['snapshot1', 'call2']);
    expect(server.streams).toHaveLength(1);
  });

  it('resumes for all pages after a break', async () => {
    const [one, two] = [await Page.join(), await Page.join()];
    await server.send('snapshot', 1);
    await server.end();
    expect(one.states.at(-1)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    await server.send('call', 2);
    expect(server.streams.map(({ lastId }) => lastId)).toEqual([null, '1']);
    expect(two.data).toEqual(['snapshot1', 'call2']);
  });

  it('uses the next page’s token when the server refuses one', async () => {
    const [one, two] = [await Page.join('a'), await Page.join('b')];
    await server.send('snapshot', 1);
    server.refused.add('a');
    await server.end();
    await vi.advanceTimersByTimeAsync(1_000);
    await server.send('call', 2);
    expect(server.streams.map(({ token }) => token)).toEqual(['a', 'a', 'b']);
    expect(one.states.at(-1)).toBe('closed');
    expect(two.states.at(-1)).toBe('live');
    expect(one.data).toEqual(['snapshot1']);
    expect(two.data).toEqual(['snapshot1', 'call2']);
  });

  it('is closed for all pages when no token is accepted, and opens for the next', async () => {
    server.refused.add('a');
    const one = await Page.join('a');
    await settle();
    expect(one.states.at(-1)).toBe('closed');
    const two = await Page.join('b');
    await server.send('snapshot', 1);
    expect(two.data).toEqual(['snapshot1']);
    expect(server.streams.at(-1)?.lastId).toBeNull();
  });

  it('ends with its last page', async () => {
    const one = await Page.join();
    await server.send('snapshot', 1);
    one.connection.close();
    await settle();
    const two = await Page.join();
    await server.send('snapshot', 2);
    expect(server.streams).toHaveLength(2);
    expect(two.data).toEqual(['snapshot2']);
  });

  it('is confirmed by the worker, once for all pages', async () => {
    await Page.join();
    await Page.join();
    await server.send('snapshot', 1);
    await server.send('call', 2);
    const confirmations = server.requests.filter(({ path }) => path.startsWith('/api/me/streams/'));
    expect(confirmations.map(({ path }) => path)).toEqual(['/api/me/streams/s1']);
  });

  it('asks for a new snapshot if a page joins after very many events', async () => {
    const one = await Page.join();
    await server.send('snapshot', 1);
    for (let id = 2; id <= 5_002; id++) await server.send('call', id);
    const late = await Page.join();
    await server.send('snapshot', 5_003);
    expect(late.data).toEqual(['snapshot5003']);
    expect(one.data).toHaveLength(5_003);
  });
});
