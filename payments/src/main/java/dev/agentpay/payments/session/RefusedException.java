package dev.agentpay.payments.session;

/// What was asked for is not done, and nothing has changed. The message says why and what to do;
/// trying the same again does not help unless the state changes.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  public RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refusal = refusal;
  }

  /// Why, as a stable name.
  public Refusal refusal() {
    return refusal;
  }
}
