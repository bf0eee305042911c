package dev.agentpay.client.model;

import java.util.List;
import java.util.Optional;

/// The server did not answer: no connection, a broken connection, or a timeout. Retryable; the
/// client has already retried several times, with pauses.
///
/// If [#mayHaveHappened], the server may have carried out the request: check with
/// `PayClient.paySessions`, or repeat the start with the same `StartPayment.idempotencyKey`.
public final class NoAnswerException extends PayException {
  private final boolean mayHaveHappened;

  public NoAnswerException(String detail, boolean mayHaveHappened) {
    super(ProblemType.NO_ANSWER, 0, detail, List.of(), Optional.empty());
    this.mayHaveHappened = mayHaveHappened;
  }

  public NoAnswerException(String detail, boolean mayHaveHappened, Throwable cause) {
    this(detail, mayHaveHappened);
    initCause(cause);
  }

  /// False if the request certainly did not reach the server.
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
