import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serverClock } from '@agentpay/pay-client';
import { RenewingToken } from '../src/softphone/renewing-token.js';

const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe.each([0, 60_000, HOUR_MS, -HOUR_MS, 11 * HOUR_MS])('with a clock that is %d ms wrong', (skew) => {
  it('a token is renewed once, shortly before it expires', async () => {
    const started = performance.now();
    const serverStart = Date.now();
    const serverNow = () => serverStart + performance.now() - started;
    vi.setSystemTime(serverStart + skew);
    let fetched = 0;
    const token = new RenewingToken(
      () => {
        fetched++;
        serverClock.learn(new Headers({ Date: new Date(serverNow()).toUTCString() }), performance.now());
        const expiresAt = new Date(serverNow() + HOUR_MS).toISOString();
        return Promise.resolve({ identity: 'alice', token: 'token', expiresAt });
      },
      () => {},
      () => {},
    );
    await token.fetchFirst();
    await vi.advanceTimersByTimeAsync(HOUR_MS - 60_000);
    expect(fetched).toBe(1);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(fetched).toBe(2);
    token.end();
  });
});
