import { afterEach, expect, it, vi } from 'vitest';
import { loadLogin, storeLogin } from '../src/sign-in/login-storage.js';

const LOGIN = {
  token: 'secret',
  tokenType: 'Bearer',
  expiresAt: '2026-11-27T22:00:00Z',
  user: { name: 'alice', role: 'agent' },
} as const;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('survives a reload, whatever the time on the computer', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  storeLogin(LOGIN);
  vi.useFakeTimers({ now: Date.parse('2026-11-28T10:00:00Z') });
  expect(loadLogin()).toEqual(LOGIN);
  storeLogin(undefined);
  expect(loadLogin()).toBeUndefined();
});
