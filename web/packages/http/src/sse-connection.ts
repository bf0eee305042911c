// A connection for server-sent events that reconnects and resumes by itself.
import type { ServerClock } from './server-clock.js';
import { readFrames, type SseFrame } from './sse-frames.js';

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Lost. Reconnects after some seconds, or at once when the network is back. */
  | { state: 'waiting' }
  /** Closed by the page or refused by the server (401, 403). Does not reconnect. */
  | { state: 'closed' };

/** The server sends at least a heartbeat every 15 s. After this much silence the connection is dead. */
const SILENCE_MS = 35_000;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;

export interface SseListener {
  frame(frame: SseFrame): void;
  connection(connection: ConnectionState): void;
}

export interface SseOptions {
  url: string;
  /** Called for each connection attempt. */
  headers?: () => Record<string, string>;
  /** Learns the server's time from each connection. */
  clock?: ServerClock;
}

/** Connects at once, and stays connected until it is closed. Sends `Last-Event-ID` to resume. */
export class SseConnection {
  private lastId: string | undefined;
  private attempt = 0;
  private abort = new AbortController();
  private wake: () => void = () => {};
  private closed = false;
  private readonly online = () => this.retryNow();

  constructor(
    private readonly options: SseOptions,
    private readonly listener: SseListener,
  ) {
    globalThis.addEventListener?.('online', this.online);
    void this.run();
  }

  /** Reconnects without waiting, and starts the backoff again. */
  retryNow(): void {
    this.attempt = 0;
    this.wake();
  }

  close(): void {
    this.closed = true;
    globalThis.removeEventListener?.('online', this.online);
    this.abort.abort();
    this.wake();
    this.listener.connection({ state: 'closed' });
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      this.listener.connection({ state: 'connecting' });
      const shouldRetry = await this.read();
      if (this.closed || !shouldRetry) break;
      const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempt++);
      const jittered = wait / 2 + (Math.random() * wait) / 2;
      this.listener.connection({ state: 'waiting' });
      await this.pause(jittered);
    }
    if (!this.closed) this.close();
  }

  /** @returns whether to reconnect */
  private async read(): Promise<boolean> {
    this.abort = new AbortController();
    let silence = this.startSilenceTimer();
    try {
      const headers: Record<string, string> = { ...this.options.headers?.(), Accept: 'text/event-stream' };
      if (this.lastId !== undefined) headers['Last-Event-ID'] = this.lastId;
      const sentAt = performance.now();
      const response = await fetch(this.options.url, {
        headers,
        signal: this.abort.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      this.options.clock?.learn(response.headers, sentAt);
      if (response.status === 401 || response.status === 403) return false;
      if (!response.ok || response.body === null) return true;
      this.attempt = 0;
      this.listener.connection({ state: 'live' });
      for await (const frame of readFrames(response.body)) {
        clearTimeout(silence);
        silence = this.startSilenceTimer();
        if (frame === undefined) continue;
        this.listener.frame(frame);
        if (frame.id !== undefined) this.lastId = frame.id;
      }
    } catch {
      // Broken or silent. The next attempt resumes after the last frame.
    } finally {
      clearTimeout(silence);
    }
    return true;
  }

  private startSilenceTimer(): ReturnType<typeof setTimeout> {
    const abort = this.abort;
    return setTimeout(() => abort.abort(), SILENCE_MS);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
