// What a request can fail with.
import type { components } from './api.gen.js';

/** Problem details (RFC 9457), as the API describes them. */
export type Problem = components['schemas']['Problem'];

/** The server refused the request. `problem.detail` says what was wrong and what to do. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds to wait before a retry, if the server sent `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail);
  }

  /** The last part of the problem's type, for example `call-has-session`. */
  get kind(): string {
    return this.problem.type.split(/[/:]/).pop() ?? '';
  }
}

/** No usable answer: the network or the server is down. The request may be retried. */
export class UnreachableError extends Error {}

/** Whether the same request may succeed later: there was no usable answer, or the server is overloaded. */
export function isWorthRepeating(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && error.problem.status === 503);
}
