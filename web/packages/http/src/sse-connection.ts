// A connection for server-sent events that reconnects and resumes by itself.
import type { ServerClock } from './server-clock.js';
import { readFrames, type SseFrame } from './sse-frames.js';

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Connected, but silent for longer than the server's heartbeats allow: it may stand still. */
  | { state: 'checking' }
  /** Lost. Reconnects after some seconds, or at once when the network is back. */
  | { state: 'waiting' }
  /** Closed by the page or refused by the server (401, 403). Does not reconnect. */
  | { state: 'closed' };

/** The header with the interval of the server's heartbeats. Each stream has it, also one that is resumed. */
const HEARTBEAT_HEADER = 'Heartbeat-Millis';
/** Shortest silence that is shown. A person notices a longer one; a shorter one is a hiccup of the network. */
const MIN_CHECK_MS = 3_000;
/** Shortest silence after which the connection is dead. Each reconnection costs the server a request. */
const MIN_DEAD_MS = 10_000;
/** The header that names a connection. */
const STREAM_ID_HEADER = 'Stream-Id';
/** How often a connection is confirmed. The server ends one that is not confirmed for three times as long. */
const CONFIRM_MS = 10_000;
/** How many intervals without a heartbeat are shown, and how many end the connection. */
const CHECK_INTERVALS = 1.5;
const DEAD_INTERVALS = 5;
/** How long a connection may take, and be silent if the server does not tell its interval. */
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
  /** Called every ten seconds while frames or heartbeats arrive, with the connection's id if it has one. */
  confirm?: (streamId: string) => void;
}

/** Connects at once, and stays connected until it is closed. Sends `Last-Event-ID` to resume. */
export class SseConnection {
  private lastId: string | undefined;
  private attempt = 0;
  private abort = new AbortController();
  private wake: () => void = () => {};
  private closed = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private isChecking = false;
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
    this.silence = setTimeout(() => this.abort.abort(), SILENCE_MS);
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
      const heartbeat = Number(response.headers.get(HEARTBEAT_HEADER));
      this.isChecking = false;
      this.listener.connection({ state: 'live' });
      this.listen(heartbeat);
      const streamId = response.headers.get(STREAM_ID_HEADER);
      let confirmedAt = -Infinity;
      for await (const frame of readFrames(response.body)) {
        if (this.isChecking) this.listener.connection({ state: 'live' });
        this.listen(heartbeat);
        // By what arrives, not by a timer: browsers slow down the timers of a page in the background.
        if (streamId !== null && performance.now() - confirmedAt >= CONFIRM_MS) {
          confirmedAt = performance.now();
          this.options.confirm?.(streamId);
        }
        if (frame === undefined) continue;
        this.listener.frame(frame);
        if (frame.id !== undefined) this.lastId = frame.id;
      }
    } catch {
      // Broken or silent. The next attempt resumes after the last frame.
    } finally {
      clearTimeout(this.silence);
    }
    return true;
  }

  /**
   * Begins to measure the silence again.
   *
   * @param heartbeat the server's interval in ms; 0 if it did not tell it
   */
  private listen(heartbeat: number): void {
    clearTimeout(this.silence);
    this.isChecking = false;
    const { abort } = this;
    if (!(heartbeat > 0)) {
      this.silence = setTimeout(() => abort.abort(), SILENCE_MS);
      return;
    }
    const check = Math.max(MIN_CHECK_MS, CHECK_INTERVALS * heartbeat);
    const dead = Math.max(MIN_DEAD_MS, DEAD_INTERVALS * heartbeat);
    this.silence = setTimeout(() => {
      this.isChecking = true;
      this.listener.connection({ state: 'checking' });
      this.silence = setTimeout(() => abort.abort(), dead - check);
    }, check);
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
