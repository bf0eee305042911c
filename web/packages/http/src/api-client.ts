// Requests to the HTTP API, typed by the server's OpenAPI description.
import type { paths } from './api.gen.js';
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

/** Sends requests to one server with one token. Rejects as {@link requestJson} does. */
export class ApiClient {
  constructor(
    readonly baseUrl: string,
    private readonly token: () => string | undefined,
    /** Called when the server rejects the token (401). */
    private readonly onUnauthorized: () => void = () => {},
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

  /** Headers that authenticate a request, for requests that are not JSON. */
  headers(): Record<string, string> {
    const token = this.token();
    return token === undefined ? {} : { Authorization: `Bearer ${token}` };
  }

  private send<T>(method: Method, path: string, body: unknown, options: RequestOptions): Promise<T> {
    const headers = this.headers();
    if (method === 'post' && options.idempotencyKey !== undefined) {
      headers['Idempotency-Key'] = options.idempotencyKey;
    }
    return requestJson({
      method: method.toUpperCase(),
      url: this.baseUrl + fillIn(path, options),
      headers,
      body,
      onError: (status) => {
        if (status === 401 && path !== '/api/login') this.onUnauthorized();
      },
    });
  }
}

function fillIn(path: string, options: RequestOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ''),
  );
  const query = new URLSearchParams(options.query).toString();
  return query === '' ? filled : `${filled}?${query}`;
}
