// JSON requests whose failures are problem details.
import type { AnswerObserver } from './answer-observer.js';
import { ProblemError, UnreachableError, type Problem } from './problems.js';

/** The server answers within 10 s; this leaves time for a slow network. */
const TIMEOUT_MS = 20_000;

export interface JsonRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  observer?: AnswerObserver | undefined;
  /** Whether to send and keep cookies. Not by default. */
  credentials?: 'omit' | 'same-origin';
  /** Called with the status of an answer that is not a success, before the error is thrown. */
  onError?: (status: number) => void;
}

/**
 * Sends a request and parses the JSON answer. Sends no cookies by default and uses no cache.
 *
 * @throws ProblemError if the server refused the request
 * @throws UnreachableError if there was no answer in time, or an error without problem details
 */
export async function requestJson<T>(request: JsonRequest): Promise<T> {
  const { method, url, body, onError } = request;
  const contentType = body === undefined ? {} : { 'Content-Type': 'application/json' };
  let response: Response;
  const sentAt = performance.now();
  try {
    response = await fetch(url, {
      method,
      headers: { ...request.headers, ...contentType },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: request.credentials ?? 'omit',
      cache: 'no-store',
    });
  } catch (e) {
    throw new UnreachableError(String(e));
  }
  request.observer?.answered(response.headers, sentAt);
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok) return json as T;
  onError?.(response.status);
  if (!isProblem(json)) throw new UnreachableError(`HTTP ${response.status}`);
  const retryAfter = Number(response.headers.get('Retry-After'));
  throw retryAfter > 0 ? new ProblemError(json, retryAfter) : new ProblemError(json);
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'type' in json && 'detail' in json;
}
