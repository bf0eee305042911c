package dev.agentpay.compat;

/// Thrown when a request of an existing client fails. The routes render it in the format that the
/// client expects.
final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status the HTTP status
  /// @param reason a sentence for a person; must not repeat input of the client
  RequestFailedException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
