package dev.agentpay.client.model;

import java.util.List;
import java.util.Optional;

/// The awaited state did not occur in time, or it cannot occur any more.
public final class AwaitException extends PayException {
  private final Optional<PaySession> last;

  public AwaitException(String detail, Optional<PaySession> last) {
    super(ProblemType.NOT_SEEN, 0, detail, List.of(), Optional.empty());
    this.last = last;
  }

  /// The last known state of the awaited session; empty if the await was not for a session.
  public Optional<PaySession> last() {
    return last;
  }
}
