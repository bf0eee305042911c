package dev.agentpay.client.model;

import java.util.List;
import java.util.Optional;

/// No answer came: no connection, a connection that broke, or silence beyond the time-out. Worth
/// trying again; the client has done so several times, with pauses.
///
/// Whether the request was carried out is not known if [#mayHaveHappened]: look at
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

  /// False when the request surely did not reach the server.
  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
