// The HTTP API, typed by the description that the server itself serves.
import type { components, paths } from './api.gen.js';

export type Schemas = components['schemas'];
export type PaySession = Schemas['PaySession'];
export type Agent = Schemas['Agent'];
export type Me = Schemas['Me'];
export type Login = Schemas['Login'];
export type FieldName = Schemas['Field'];
export type FieldState = Schemas['FieldState'];
export type SessionState = Schemas['SessionState'];
export type StartRequest = Schemas['StartRequest'];
export type ResolveRequest = Schemas['ResolveRequest'];
export type Snapshot = Schemas['Snapshot'];
export type LiveEvent = Schemas['LiveEvent'];
export type Digits = Schemas['Digits'];
export type Call = Schemas['Call'];
export type CallsByUui = Schemas['UuiCalls'];
export type Desk = Schemas['Desk'];
export type Problem = Schemas['Problem'];
export type SoftphoneToken = Schemas['SoftphoneToken'];

/** The server said no: what was wrong and what to do stand in `problem.detail`. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds to wait before another try, where the server names them. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail);
  }

  /** The last part of the problem's type: `call-has-session`. */
  get kind(): string {
    return this.problem.type.split('/').pop() ?? '';
  }
}

/** Nobody answered: the network or the server is away. Asking again is right. */
export class UnreachableError extends Error {}

type Method = 'get' | 'post' | 'put';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Answer<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, { responses: infer R }>
    ? {
        [S in keyof R]: S extends 200 | 201 | 202
          ? R[S] extends { content: { 'application/json': infer T } }
            ? T
            : never
          : never;
      }[keyof R]
    : never;

type Body<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, { requestBody?: infer B }>
    ? NonNullable<B> extends { content: { 'application/json': infer T } }
      ? T
      : undefined
    : undefined;

export interface Options {
  /** What stands in braces in the path. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Repeats of one wish carry one key, so that it comes true once. */
  idempotencyKey?: string;
}

/** Longest wait for an answer; the server's own longest is 10 s. */
const PATIENCE_MS = 20_000;

/** Sends requests. Knows the token, and nothing else. */
export class Api {
  constructor(
    readonly base: string,
    private readonly token: () => string | undefined,
    private readonly unauthorized: () => void = () => {},
  ) {}

  get<P extends PathsWith<'get'>>(path: P, options: Options = {}): Promise<Answer<P, 'get'>> {
    return this.send('get', path, undefined, options);
  }

  post<P extends PathsWith<'post'>>(
    path: P,
    body: Body<P, 'post'>,
    options: Options = {},
  ): Promise<Answer<P, 'post'>> {
    return this.send('post', path, body, { idempotencyKey: crypto.randomUUID(), ...options });
  }

  put<P extends PathsWith<'put'>>(path: P, body: Body<P, 'put'>): Promise<Answer<P, 'put'>> {
    return this.send('put', path, body, {});
  }

  /** A request as `fetch` takes it, for what is no JSON: the stream. */
  headers(): Record<string, string> {
    const token = this.token();
    return token === undefined ? {} : { Authorization: `Bearer ${token}` };
  }

  private async send<T>(method: Method, path: string, body: unknown, options: Options): Promise<T> {
    const headers = this.headers();
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method === 'post' && options.idempotencyKey !== undefined) {
      headers['Idempotency-Key'] = options.idempotencyKey;
    }
    let response: Response;
    try {
      response = await fetch(this.base + fill(path, options), {
        method: method.toUpperCase(),
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
        credentials: 'omit',
        cache: 'no-store',
      });
    } catch (e) {
      throw new UnreachableError(String(e));
    }
    const json: unknown = await response.json().catch(() => undefined);
    if (response.ok) return json as T;
    if (response.status === 401 && path !== '/api/login') this.unauthorized();
    if (!isProblem(json)) throw new UnreachableError(`HTTP ${response.status}`);
    const wait = Number(response.headers.get('Retry-After'));
    throw wait > 0 ? new ProblemError(json, wait) : new ProblemError(json);
  }
}

function fill(path: string, options: Options): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ''),
  );
  const query = new URLSearchParams(options.query).toString();
  return query === '' ? filled : `${filled}?${query}`;
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'type' in json && 'detail' in json;
}
