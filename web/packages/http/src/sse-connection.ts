// A connection for server-sent events that reconnects and resumes by itself.
import { authorization, type BearerToken } from './bearer-token.js';
import type { ConnectionState } from './connection-state.js';
import { readFrames, type SseFrame } from './sse-frames.js';

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
  token?: BearerToken;
}

/** What follows a connection that has ended. */
type Next = 'retry' | 'retry-now' | 'close';

/**
 * Connects at once, and stays connected until it is closed. Sends `Last-Event-ID` to resume. When the server refuses
 * the token, connects again with a new one if there is one.
 */
export class SseConnection {
  private lastId: string | undefined;
  private attempt = 0;
  /** The token was renewed and no connection has succeeded since. */
  private isRenewed = false;
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
      const next = await this.read();
      if (this.closed || next === 'close') break;
      if (next === 'retry-now') continue;
      const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.attempt++);
      const jittered = wait / 2 + (Math.random() * wait) / 2;
      this.listener.connection({ state: 'waiting', retryAt: Date.now() + jittered });
      await this.pause(jittered);
    }
    if (!this.closed) this.close();
  }

  private async read(): Promise<Next> {
    this.abort = new AbortController();
    let silence = this.startSilenceTimer();
    try {
      const token = await this.options.token?.current();
      const headers: Record<string, string> = { ...authorization(token), Accept: 'text/event-stream' };
      if (this.lastId !== undefined) headers['Last-Event-ID'] = this.lastId;
      const response = await fetch(this.options.url, {
        headers,
        signal: this.abort.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      if (response.status === 403) return 'close';
      if (response.status === 401) return await this.renewToken(token);
      if (!response.ok || response.body === null) return 'retry';
      this.attempt = 0;
      this.isRenewed = false;
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
    return 'retry';
  }

  private async renewToken(refused: string | undefined): Promise<Next> {
    if (this.isRenewed || this.options.token === undefined) return 'close';
    this.isRenewed = await this.options.token.renew(refused);
    return this.isRenewed ? 'retry-now' : 'close';
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
