package dev.agentpay.compat;

/// What a client asked for is not done; each family writes it as its client reads it.
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of HTTP
  /// @param why for a person; it quotes nothing that the client sent
  Failed(int status, String why) {
    super(why, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
