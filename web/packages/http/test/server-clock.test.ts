import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerClock } from '../src/server-clock.js';

const HOUR_MS = 3_600_000;
/** The server's time when a test begins. */
const NOW = Date.parse('2026-11-27T10:00:00.400Z');

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** An answer that the server wrote at this time, and that takes 200 ms both ways. */
function answer(clock: ServerClock, serverTime: number): void {
  const sentAt = performance.now();
  vi.advanceTimersByTime(200);
  clock.learn(new Headers({ Date: new Date(serverTime + 100).toUTCString() }), sentAt);
}

describe.each([0, 60_000, HOUR_MS, -HOUR_MS, 11 * HOUR_MS])('with a clock that is %d ms wrong', (skew) => {
  let clock: ServerClock;

  beforeEach(() => {
    vi.setSystemTime(NOW + skew);
    clock = new ServerClock();
  });

  it("tells the server's time within a second", () => {
    answer(clock, NOW);
    expect(Math.abs(clock.now() - (NOW + 200))).toBeLessThan(1_000);
  });

  it('becomes more exact with each answer', () => {
    for (let i = 0; i < 20; i++) {
      answer(clock, NOW + i * 270);
      vi.advanceTimersByTime(70);
    }
    expect(Math.abs(clock.now() - (NOW + 20 * 270))).toBeLessThan(250);
  });

  it('counts on, even if the computer’s clock is set meanwhile', () => {
    answer(clock, NOW);
    vi.setSystemTime(NOW + 5 * HOUR_MS);
    vi.advanceTimersByTime(HOUR_MS);
    expect(Math.abs(clock.now() - (NOW + 200 + HOUR_MS))).toBeLessThan(1_000);
  });

  it("follows when the server's clock is set, or after the computer slept", () => {
    answer(clock, NOW);
    answer(clock, NOW + 8 * HOUR_MS);
    expect(Math.abs(clock.now() - (NOW + 8 * HOUR_MS + 200))).toBeLessThan(1_000);
  });

  it('ignores an answer without a date', () => {
    answer(clock, NOW);
    clock.learn(new Headers(), performance.now());
    clock.learn(new Headers({ Date: 'soon' }), performance.now());
    expect(Math.abs(clock.now() - (NOW + 200))).toBeLessThan(1_000);
  });
});
