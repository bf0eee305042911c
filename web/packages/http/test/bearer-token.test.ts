import { describe, expect, it, vi } from 'vitest';
import { BearerToken } from '../src/bearer-token.js';

describe('BearerToken', () => {
  it('has no other token than a fixed one', async () => {
    const token = new BearerToken('fixed');
    expect(await token.current()).toBe('fixed');
    expect(await token.renew('fixed')).toBe(false);
  });

  it('asks the provider once for all requests', async () => {
    const provider = vi.fn(() => Promise.resolve('first'));
    const token = new BearerToken(provider);
    expect(await Promise.all([token.current(), token.current()])).toEqual(['first', 'first']);
    expect(provider).toHaveBeenCalledOnce();
  });

  it('renews a refused token once for all requests', async () => {
    let count = 0;
    const token = new BearerToken(() => `token ${++count}`);
    await token.current();
    expect(await Promise.all([token.renew('token 1'), token.renew('token 1')])).toEqual([true, true]);
    expect(await token.renew('token 1')).toBe(true);
    expect(await token.current()).toBe('token 2');
  });

  it('has no other token if the provider returns the refused one', async () => {
    const token = new BearerToken(() => 'same');
    await token.current();
    expect(await token.renew('same')).toBe(false);
  });

  it('rejects if the provider does, and asks it again later', async () => {
    let isDown = true;
    const token = new BearerToken(() => (isDown ? Promise.reject(new Error('sign in')) : 'token'));
    await expect(token.current()).rejects.toThrow('sign in');
    isDown = false;
    expect(await token.current()).toBe('token');
  });
});
