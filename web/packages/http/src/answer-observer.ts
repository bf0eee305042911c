// What a page learns from answers besides their content.

/** The part of `Headers` that is read. */
export interface AnswerHeaders {
  get(name: string): string | null;
}

/** Is told of the answers to requests, and of what arrives on the connection for live updates. */
export interface AnswerObserver {
  /** @param sentAt when the request was sent, by `performance.now()` */
  answered(headers: AnswerHeaders, sentAt: number): void;
  /** The connection for live updates was opened. */
  opened?(headers: AnswerHeaders): void;
  /** A frame or a heartbeat has arrived on it. */
  heard?(): void;
}
