import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../src/api-client.js';
import { ProblemError, UnreachableError } from '../src/problems.js';
import { requestJson } from '../src/request.js';

const PROBLEM = {
  type: 'https://example.com/call-has-session',
  title: 'x',
  status: 409,
  detail: 'End it first.',
};

let requests: Request[];

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  requests = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push(new Request(url, init));
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
}

afterEach(() => vi.unstubAllGlobals());

describe('requestJson', () => {
  const request = { method: 'GET', url: 'http://localhost/x' };

  it('returns the JSON of an answer', async () => {
    answer(200, { a: 1 });
    expect(await requestJson(request)).toEqual({ a: 1 });
  });

  it('rejects with the problem and its retry time', async () => {
    answer(409, PROBLEM, { 'Retry-After': '7' });
    const error: unknown = await requestJson(request).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ kind: 'call-has-session', message: 'End it first.', retryAfter: 7 });
  });

  it('understands problem types that are URNs', () => {
    expect(new ProblemError({ ...PROBLEM, type: 'urn:agentpay:simulator:unknown-call' }).kind).toBe(
      'unknown-call',
    );
  });

  it('rejects as unreachable without problem details', async () => {
    answer(502, 'Bad gateway');
    await expect(requestJson(request)).rejects.toBeInstanceOf(UnreachableError);
  });

  it('rejects as unreachable without an answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(requestJson(request)).rejects.toBeInstanceOf(UnreachableError);
  });
});

describe('ApiClient', () => {
  const api = (onUnauthorized = () => {}) => new ApiClient('http://localhost', () => 'token', onUnauthorized);

  it('fills in the path and sends the token', async () => {
    answer(200, {});
    await api().get('/api/calls', { query: { unmatched: 'true' } });
    await api().post('/api/calls/{sid}/claim', {}, { path: { sid: 'CA 1' } });
    expect(requests.map((r) => r.url)).toEqual([
      'http://localhost/api/calls?unmatched=true',
      'http://localhost/api/calls/CA%201/claim',
    ]);
    expect(requests[0]?.headers.get('Authorization')).toBe('Bearer token');
  });

  it('sends an idempotency key with each post', async () => {
    answer(200, {});
    await api().post('/api/calls/{sid}/claim', {}, { path: { sid: 'CA1' } });
    await api().post('/api/calls/{sid}/claim', {}, { path: { sid: 'CA1' }, idempotencyKey: 'key' });
    const keys = requests.map((r) => r.headers.get('Idempotency-Key'));
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'key']);
  });

  it('reports a rejected token, but not a failed sign-in', async () => {
    answer(401, { ...PROBLEM, status: 401 });
    const onUnauthorized = vi.fn();
    await api(onUnauthorized)
      .post('/api/login', { name: 'a', password: 'b' })
      .catch(() => undefined);
    expect(onUnauthorized).not.toHaveBeenCalled();
    await api(onUnauthorized)
      .get('/api/me')
      .catch(() => undefined);
    expect(onUnauthorized).toHaveBeenCalledOnce();
  });
});
