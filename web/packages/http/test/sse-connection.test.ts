import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BearerToken } from '../src/bearer-token.js';
import { StreamConfirmation } from '../src/stream-confirmation.js';
import { SseConnection, type SseOptions } from '../src/sse-connection.js';

/** Longer than the first backoff of 250 ms. */
const PAST_FIRST_RETRY_MS = 300;
const PAST_SILENCE_MS = 36_000;

/** A fake server that records requests and writes to the last connection. */
class Server {
  status = 200;
  headers: Record<string, string> = {};
  /** If set, other tokens are refused with 401. */
  accepted: string | undefined;
  readonly lastEventIds: (string | null)[] = [];
  readonly tokens: (string | null)[] = [];
  private stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly fetch = (_: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const token = headers.get('Authorization');
    this.lastEventIds.push(headers.get('Last-Event-ID'));
    this.tokens.push(token);
    if (this.accepted !== undefined && token !== `Bearer ${this.accepted}`) {
      return Promise.resolve(new Response('', { status: 401 }));
    }
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.stream = controller;
        init.signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
      },
    });
    return Promise.resolve(new Response(body, { status: this.status, headers: this.headers }));
  };

  write(text: string): void {
    this.stream?.enqueue(new TextEncoder().encode(text));
  }

  disconnect(): void {
    this.stream?.close();
  }
}

describe('SseConnection', () => {
  let server: Server;
  let states: string[];
  let data: string[];
  let connection: SseConnection;

  beforeEach(async () => {
    vi.useFakeTimers();
    server = new Server();
    vi.stubGlobal('fetch', server.fetch);
    [states, data] = [[], []];
    await connect();
  });

  afterEach(() => {
    connection.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  async function connect(options: Partial<SseOptions> = {}): Promise<void> {
    connection = new SseConnection(
      { url: 'http://localhost/events', ...options },
      { frame: (frame) => data.push(frame.data), connection: ({ state }) => states.push(state) },
    );
    await vi.advanceTimersByTimeAsync(0);
  }

  it('is live after it connects', () => {
    expect(states).toEqual(['connecting', 'live']);
    expect(server.lastEventIds).toEqual([null]);
  });

  it('resumes after the last frame', async () => {
    server.write('id: 7\ndata: a\n\n');
    await vi.advanceTimersByTimeAsync(0);
    server.disconnect();
    await vi.advanceTimersByTimeAsync(PAST_FIRST_RETRY_MS);
    expect(data).toEqual(['a']);
    expect(states).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live']);
    expect(server.lastEventIds).toEqual([null, '7']);
  });

  it('reconnects after too much silence', async () => {
    server.write(': heartbeat\n\n');
    await vi.advanceTimersByTimeAsync(PAST_SILENCE_MS);
    expect(server.lastEventIds).toHaveLength(2);
  });

  it('reconnects at once on request', async () => {
    server.disconnect();
    await vi.advanceTimersByTimeAsync(0);
    connection.retryNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('live');
  });

  it('is confirmed every ten seconds while it is heard', async () => {
    connection.close();
    server.headers = { 'Stream-Id': 'stream-1' };
    const confirmed: string[] = [];
    const confirmation = new StreamConfirmation((id) => confirmed.push(id));
    const observer = {
      opened: (headers: Headers) => confirmation.opened(headers),
      heard: () => confirmation.heard(),
    };
    connection = new SseConnection(
      { url: 'http://localhost/events', observer: { answered: () => {}, ...observer } },
      { frame: () => {}, connection: () => {} },
    );
    await vi.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 11; i++) {
      server.write(':\n\n');
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(confirmed).toEqual(['stream-1', 'stream-1', 'stream-1']);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(confirmed).toHaveLength(3);
  });

  describe('of a server that tells its heartbeats', () => {
    beforeEach(async () => {
      connection.close();
      states = [];
      server.headers = { 'Heartbeat-Millis': '2000' };
      await connect();
    });

    it('stays live while the heartbeats come', async () => {
      for (let i = 0; i < 20; i++) {
        await vi.advanceTimersByTimeAsync(2_000);
        server.write(':\n\n');
        await vi.advanceTimersByTimeAsync(0);
      }
      expect(states).toEqual(['connecting', 'live']);
    });

    it('checks after three silent seconds, and is live again with the next sign of life', async () => {
      await vi.advanceTimersByTimeAsync(2_900);
      expect(states.at(-1)).toBe('live');
      await vi.advanceTimersByTimeAsync(200);
      expect(states.at(-1)).toBe('checking');
      server.write(':\n\n');
      await vi.advanceTimersByTimeAsync(0);
      expect(states.at(-1)).toBe('live');
    });

    it('reconnects after ten silent seconds', async () => {
      server.write('id: 7\ndata: a\n\n');
      await vi.advanceTimersByTimeAsync(10_000 + PAST_FIRST_RETRY_MS);
      expect(states.slice(2)).toEqual(['checking', 'waiting', 'connecting', 'live']);
      expect(server.lastEventIds.at(-1)).toBe('7');
    });

    it('allows for rarer heartbeats', async () => {
      connection.close();
      states = [];
      server.headers = { 'Heartbeat-Millis': '15000' };
      await connect();
      await vi.advanceTimersByTimeAsync(22_000);
      expect(states.at(-1)).toBe('live');
      await vi.advanceTimersByTimeAsync(1_000);
      expect(states.at(-1)).toBe('checking');
    });
  });

  it.each([401, 403])('closes after %d', async (status) => {
    connection.close();
    states = [];
    server.status = status;
    await connect();
    expect(states).toEqual(['connecting', 'closed']);
  });

  it('does not reconnect after it was closed', async () => {
    connection.close();
    await vi.advanceTimersByTimeAsync(PAST_SILENCE_MS);
    expect(states.at(-1)).toBe('closed');
    expect(server.lastEventIds).toHaveLength(1);
  });

  it('resumes with a new token when the old one has expired', async () => {
    connection.close();
    server = new Server();
    vi.stubGlobal('fetch', server.fetch);
    server.accepted = 'token 1';
    let count = 0;
    await connect({ token: new BearerToken(() => `token ${++count}`) });
    server.write('id: 7\ndata: a\n\n');
    await vi.advanceTimersByTimeAsync(0);
    server.accepted = 'token 2';
    server.disconnect();
    await vi.advanceTimersByTimeAsync(PAST_FIRST_RETRY_MS);
    expect(states.at(-1)).toBe('live');
    expect(server.tokens).toEqual(['Bearer token 1', 'Bearer token 1', 'Bearer token 2']);
    expect(server.lastEventIds).toEqual([null, '7', '7']);
  });

  it('closes if the new token is refused too', async () => {
    connection.close();
    server.accepted = 'another';
    let count = 0;
    states = [];
    await connect({ token: new BearerToken(() => `token ${++count}`) });
    expect(states.at(-1)).toBe('closed');
    expect(count).toBe(2);
  });

  it('tries again if no token can be had now', async () => {
    connection.close();
    let isDown = true;
    await connect({ token: new BearerToken(() => (isDown ? Promise.reject(new Error('down')) : 'token')) });
    expect(states.at(-1)).toBe('waiting');
    isDown = false;
    await vi.advanceTimersByTimeAsync(PAST_FIRST_RETRY_MS);
    expect(states.at(-1)).toBe('live');
  });
});
