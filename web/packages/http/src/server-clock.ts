// The server's time. The clock of the user's computer may be wrong by hours, so no instant of the server's is
// compared with it.

import type { AnswerHeaders } from './answer-observer.js';

/** Resolution of the `Date` header. */
const RESOLUTION_MS = 1_000;

/**
 * Learns the server's time from the `Date` headers of its answers, and counts on by the monotonic clock. Each
 * answer bounds the server's time, because it was written after the request was sent and before it arrived.
 */
export class ServerClock {
  /** Bounds of the server's time at 0 of the monotonic clock. */
  private bounds: { min: number; max: number } | undefined;

  /** The server's time in ms since 1970. Before the first answer: this computer's time. */
  now(): number {
    if (this.bounds === undefined) return Date.now();
    return performance.now() + (this.bounds.min + this.bounds.max) / 2;
  }

  /** The server's time as a date. */
  date(): Date {
    return new Date(this.now());
  }

  /**
   * Learns from an answer that has just arrived.
   *
   * @param sentAt when the request was sent, by `performance.now()`
   */
  learn(headers: AnswerHeaders, sentAt: number): void {
    const told = Date.parse(headers.get('Date') ?? '');
    if (Number.isNaN(told)) return;
    const min = told - performance.now();
    const max = told + RESOLUTION_MS - sentAt;
    const known = this.bounds;
    // Bounds that contradict mean that the server's clock was set, or that this computer slept: its monotonic
    // clock may stand still then. The newest answer is right.
    const agrees = known !== undefined && min <= known.max && max >= known.min;
    this.bounds = agrees ? { min: Math.max(min, known.min), max: Math.min(max, known.max) } : { min, max };
  }
}

/** The clock of the server that this page is from. */
export const serverClock = new ServerClock();
