// Confirms the connection for live updates while it is heard: a computer that sleeps closes no connection.
import type { AnswerHeaders } from './answer-observer.js';

/** The header that names a connection. */
const STREAM_ID_HEADER = 'Stream-Id';
/** How often a connection is confirmed. The server ends one that is not confirmed for three times as long. */
const CONFIRM_MS = 10_000;

/** Goes by what arrives, not by a timer: browsers slow down the timers of a page in the background. */
export class StreamConfirmation {
  private streamId: string | null = null;
  private confirmedAt = -Infinity;

  /** @param confirm called every ten seconds while frames or heartbeats arrive, if the connection has an id */
  constructor(private readonly confirm: (streamId: string) => void) {}

  opened(headers: AnswerHeaders): void {
    this.streamId = headers.get(STREAM_ID_HEADER);
    this.confirmedAt = -Infinity;
  }

  heard(): void {
    if (this.streamId === null || performance.now() - this.confirmedAt < CONFIRM_MS) return;
    this.confirmedAt = performance.now();
    this.confirm(this.streamId);
  }
}
