// The one stream of a page: opened, watched, resumed where it broke off.
import type { Api } from './api.js';
import { frames, type Frame } from './sse.js';

export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Broken; tried again at `retryAt` (ms since 1970) or at once when the network is back. */
  | { state: 'waiting'; retryAt: number }
  /** Closed, or signed out: not tried again. */
  | { state: 'closed' };

/** The server sends something every 15 s; after this much silence the connection is dead. */
const SILENCE_MS = 35_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export interface StreamListener {
  frame(frame: Frame): void;
  connection(connection: Connection): void;
}

/** Reads `/api/events` for as long as it is open. */
export class Stream {
  private lastId: string | undefined;
  private attempt = 0;
  private abort = new AbortController();
  private wake: () => void = () => {};
  private closed = false;
  private readonly online = () => this.retryNow();

  constructor(
    private readonly api: Api,
    private readonly listener: StreamListener,
    private readonly path = '/api/events',
  ) {
    globalThis.addEventListener?.('online', this.online);
    void this.run();
  }

  /** Does not wait any longer before the next try. */
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
      const again = await this.read();
      if (this.closed || !again) break;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempt++);
      const jittered = wait / 2 + (Math.random() * wait) / 2;
      this.listener.connection({ state: 'waiting', retryAt: Date.now() + jittered });
      await this.pause(jittered);
    }
    if (!this.closed) this.close();
  }

  /** @returns whether another try makes sense */
  private async read(): Promise<boolean> {
    this.abort = new AbortController();
    let silence = this.watch();
    try {
      const headers: Record<string, string> = { ...this.api.headers(), Accept: 'text/event-stream' };
      if (this.lastId !== undefined) headers['Last-Event-ID'] = this.lastId;
      const response = await fetch(this.api.base + this.path, {
        headers,
        signal: this.abort.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      if (response.status === 401 || response.status === 403) return false;
      if (!response.ok || response.body === null) return true;
      this.attempt = 0;
      this.listener.connection({ state: 'live' });
      for await (const frame of frames(response.body)) {
        clearTimeout(silence);
        silence = this.watch();
        if (frame === undefined) continue;
        this.listener.frame(frame);
        if (frame.id !== undefined) this.lastId = frame.id;
      }
    } catch {
      // Broken or silent: the next try resumes after the last frame.
    } finally {
      clearTimeout(silence);
    }
    return true;
  }

  private watch(): ReturnType<typeof setTimeout> {
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
