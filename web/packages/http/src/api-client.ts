// Requests to the HTTP API, typed by the server's OpenAPI description.
import type { paths } from './api.gen.js';
import type { AnswerObserver } from './answer-observer.js';
import { authorization, type BearerToken } from './bearer-token.js';
import { isWorthRepeating } from './problems.js';
import { requestJson } from './request.js';

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

export interface RequestOptions {
  /** Values for the placeholders in the path, such as `{id}`. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Retries of the same request must send the same key, so that it takes effect once. */
  idempotencyKey?: string;
}

export interface ApiClientOptions {
  /** Called when the server rejects the token (401) and there is no other, with what the request fails with. */
  onUnauthorized?: (error: unknown) => void;
  /** Waits in ms before each repetition of a request without a usable answer. Not repeated by default. */
  retryDelays?: readonly number[] | undefined;
  observer?: AnswerObserver | undefined;
  /** Whether to send and keep cookies. Not by default. */
  credentials?: 'omit' | 'same-origin';
}

/** Sends requests to one server with one token. Rejects as {@link requestJson} does. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    private readonly token: BearerToken,
    private readonly options: ApiClientOptions = {},
  ) {}

  get<P extends PathsWith<'get'>>(path: P, options: RequestOptions = {}): Promise<Answer<P, 'get'>> {
    return this.send('get', path, undefined, options);
  }

  /** Sends a new idempotency key unless `options` has one. */
  post<P extends PathsWith<'post'>>(
    path: P,
    body: Body<P, 'post'>,
    options: RequestOptions = {},
  ): Promise<Answer<P, 'post'>> {
    return this.send('post', path, body, { idempotencyKey: crypto.randomUUID(), ...options });
  }

  put<P extends PathsWith<'put'>>(
    path: P,
    body: Body<P, 'put'>,
    options: RequestOptions = {},
  ): Promise<Answer<P, 'put'>> {
    return this.send('put', path, body, options);
  }

  /** Repeats a request that found no usable answer. Each repetition has the same idempotency key. */
  private async send<T>(method: Method, path: string, body: unknown, options: RequestOptions): Promise<T> {
    for (const delay of this.options.retryDelays ?? []) {
      try {
        return await this.sendWithToken<T>(method, path, body, options);
      } catch (e) {
        if (!isWorthRepeating(e)) throw e;
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
    return this.sendWithToken(method, path, body, options);
  }

  /** Sends a request, and once more if the token was refused and there is another. */
  private async sendWithToken<T>(
    method: Method,
    path: string,
    body: unknown,
    options: RequestOptions,
  ): Promise<T> {
    let isRefused = false;
    const request = (token: string | undefined) => {
      const headers = authorization(token);
      if (method === 'post' && options.idempotencyKey !== undefined) {
        headers['Idempotency-Key'] = options.idempotencyKey;
      }
      const url = this.baseUrl + fillIn(path, options);
      isRefused = false;
      const onError = (status: number) => (isRefused = status === 401 && path !== '/api/login');
      return requestJson<T>({
        method: method.toUpperCase(),
        url,
        headers,
        body,
        onError,
        ...this.options,
      });
    };
    try {
      const token = await this.token.current();
      try {
        return await request(token);
      } catch (e) {
        if (!isRefused || !(await this.token.renew(token))) throw e;
        return await request(await this.token.current());
      }
    } catch (e) {
      if (isRefused) this.options.onUnauthorized?.(e);
      throw e;
    }
  }
}

function fillIn(path: string, options: RequestOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ''),
  );
  const query = new URLSearchParams(options.query).toString();
  return query === '' ? filled : `${filled}?${query}`;
}
