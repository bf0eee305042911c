import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../src/api-client.js';
import { BearerToken } from '../src/bearer-token.js';
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

/** Answers each request with the status that `statusOf` returns; 502 has no problem details, as from a proxy. */
function serve(statusOf: (request: Request) => number): void {
  requests = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    requests.push(request);
    const status = statusOf(request);
    const body = status === 502 ? 'Bad gateway' : JSON.stringify({ ...PROBLEM, status });
    return Promise.resolve(new Response(body, { status }));
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
  const api = (onUnauthorized = () => {}) =>
    new ApiClient('http://localhost', new BearerToken('token'), { onUnauthorized });

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

  it('sends cookies only if told to', async () => {
    answer(200, {});
    const token = new BearerToken(undefined);
    await new ApiClient('http://localhost', token, { credentials: 'same-origin' }).get('/api/me');
    await api().get('/api/me');
    expect(requests.map((r) => r.credentials)).toEqual(['same-origin', 'omit']);
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
    expect(onUnauthorized).toHaveBeenCalledWith(expect.any(ProblemError));
  });

  it('repeats a refused request once with a new token and the same key', async () => {
    let count = 0;
    serve((request) => (request.headers.get('Authorization') === 'Bearer token 2' ? 200 : 401));
    const onUnauthorized = vi.fn();
    const token = new BearerToken(() => `token ${++count}`);
    await new ApiClient('http://localhost', token, { onUnauthorized }).post('/api/calls/by-uui/claim', {
      uui: 'a',
    });
    expect(requests).toHaveLength(2);
    expect(new Set(requests.map((r) => r.headers.get('Idempotency-Key')))).toHaveProperty('size', 1);
    expect(onUnauthorized).not.toHaveBeenCalled();
  });

  it('reports a new token that is refused too', async () => {
    let count = 0;
    serve(() => 401);
    const onUnauthorized = vi.fn();
    const token = new BearerToken(() => `token ${++count}`);
    const client = new ApiClient('http://localhost', token, { onUnauthorized });
    await expect(client.get('/api/me')).rejects.toBeInstanceOf(ProblemError);
    expect(requests).toHaveLength(2);
    expect(onUnauthorized).toHaveBeenCalledOnce();
  });

  it('repeats a request without a usable answer, with the same key, as often as it may', async () => {
    const statuses = [502, 503, 200];
    serve(() => statuses.shift() ?? 200);
    const client = new ApiClient('http://localhost', new BearerToken('token'), { retryDelays: [0, 0] });
    await client.post('/api/calls/by-uui/claim', { uui: 'a' });
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((r) => r.headers.get('Idempotency-Key')))).toHaveProperty('size', 1);
    serve(() => 502);
    await expect(client.get('/api/me')).rejects.toBeInstanceOf(UnreachableError);
    expect(requests).toHaveLength(3);
  });

  it('does not repeat a request that the server refused', async () => {
    serve(() => 409);
    const client = new ApiClient('http://localhost', new BearerToken('token'), { retryDelays: [0, 0] });
    await expect(client.get('/api/me')).rejects.toBeInstanceOf(ProblemError);
    expect(requests).toHaveLength(1);
  });
});
