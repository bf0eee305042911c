package dev.agentpay.client.model;

import java.util.List;
import java.util.Optional;

/// The token source of the client failed, so the request was not sent. The cause is the source's
/// own exception. The next request asks the source again.
public final class NoTokenException extends PayException {
  public NoTokenException(Throwable cause) {
    super(
        ProblemType.UNAUTHORIZED,
        0,
        "the token source failed: " + cause.getMessage(),
        List.of(),
        Optional.empty());
    initCause(cause);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
