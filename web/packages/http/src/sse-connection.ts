// A connection for server-sent events that reconnects and resumes by itself.
import type { AnswerObserver } from './answer-observer.js';
import { authorization, type BearerToken } from './bearer-token.js';
import type { ConnectionState } from './connection-state.js';
import { readFrames, type SseFrame } from './sse-frames.js';

/** The header with the interval of the server's heartbeats. Each stream has it, also one that is resumed. */
const HEARTBEAT_HEADER = 'Heartbeat-Millis';
/** Shortest silence that is shown. A person notices a longer one; a shorter one is a hiccup of the network. */
const MIN_CHECK_MS = 3_000;
/** Shortest silence after which the connection is dead. Each reconnection costs the server a request. */
const MIN_DEAD_MS = 10_000;
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

/** A connection that somebody keeps open. */
export interface SseClient {
  /** Reconnects without waiting, and starts the backoff again. */
  retryNow(): void;
  close(): void;
}

export interface SseOptions {
  url: string;
  token?: BearerToken;
  observer?: AnswerObserver | undefined;
}

/** What follows a connection that has ended. */
type Next = 'retry' | 'retry-now' | 'close';

/**
 * Connects at once, and stays connected until it is closed. Sends `Last-Event-ID` to resume. When the server refuses
 * the token, connects again with a new one if there is one.
 */
export class SseConnection implements SseClient {
  private lastId: string | undefined;
  private attempt = 0;
  /** The token was renewed and no connection has succeeded since. */
  private isRenewed = false;
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
      const next = await this.read();
      if (this.closed || next === 'close') break;
      if (next === 'retry-now') continue;
      const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempt++);
      const jittered = wait / 2 + (Math.random() * wait) / 2;
      this.listener.connection({ state: 'waiting' });
      await this.pause(jittered);
    }
    if (!this.closed) this.close();
  }

  private async read(): Promise<Next> {
    const { observer } = this.options;
    this.abort = new AbortController();
    this.silence = setTimeout(() => this.abort.abort(), SILENCE_MS);
    try {
      const token = await this.options.token?.current();
      const headers: Record<string, string> = { ...authorization(token), Accept: 'text/event-stream' };
      if (this.lastId !== undefined) headers['Last-Event-ID'] = this.lastId;
      const sentAt = performance.now();
      const response = await fetch(this.options.url, {
        headers,
        signal: this.abort.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      observer?.answered(response.headers, sentAt);
      if (response.status === 403) return 'close';
      if (response.status === 401) return await this.renewToken(token);
      if (!response.ok || response.body === null) return 'retry';
      this.attempt = 0;
      this.isRenewed = false;
      const heartbeat = Number(response.headers.get(HEARTBEAT_HEADER));
      this.isChecking = false;
      this.listener.connection({ state: 'live' });
      this.listen(heartbeat);
      observer?.opened?.(response.headers);
      for await (const frame of readFrames(response.body)) {
        if (this.isChecking) this.listener.connection({ state: 'live' });
        this.listen(heartbeat);
        observer?.heard?.();
        if (frame === undefined) continue;
        this.listener.frame(frame);
        if (frame.id !== undefined) this.lastId = frame.id;
      }
    } catch {
      // Broken or silent. The next attempt resumes after the last frame.
    } finally {
      clearTimeout(this.silence);
    }
    return 'retry';
  }

  private async renewToken(refused: string | undefined): Promise<Next> {
    if (this.isRenewed || this.options.token === undefined) return 'close';
    this.isRenewed = await this.options.token.renew(refused);
    return this.isRenewed ? 'retry-now' : 'close';
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
