import { beforeEach, describe, expect, it, vi } from 'vitest';
import { storeClaim } from '../src/claim/claim-storage.js';

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

describe('storeClaim', () => {
  it('stores a claim until it ends', () => {
    storeClaim({ uui: 'conversation-7', agent: 'alice' });
    expect([...stored.values()]).toEqual(['{"uui":"conversation-7","agent":"alice"}']);
    storeClaim(undefined);
    expect(stored.size).toBe(0);
  });

  it('never stores what looks like a card number', () => {
    storeClaim({ uui: 'conversation-7', agent: 'alice' });
    storeClaim({ uui: '4242 4242 4242 4242', agent: 'alice' });
    expect(stored.size).toBe(0);
  });
});
