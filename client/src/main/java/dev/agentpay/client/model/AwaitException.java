package dev.agentpay.client.model;

import java.util.List;
import java.util.Optional;

/// What was waited for did not come in time, or cannot come any more.
public final class AwaitException extends PayException {
  private final Optional<PaySession> last;

  public AwaitException(String detail, Optional<PaySession> last) {
    super(ProblemType.NOT_SEEN, 0, detail, List.of(), Optional.empty());
    this.last = last;
  }

  /// The awaited session as it was last seen, if it was a session that was waited for.
  public Optional<PaySession> last() {
    return last;
  }
}
