package dev.agentpay.payments.session;

/// A request was refused and nothing was changed. The message says why and what to do. Do not retry
/// the same request unless the state has changed.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  public RefusedException(Refusal refusal, String message) {
    super(message, null, false, false);
    this.refusal = refusal;
  }

  /// The reason, as a stable name.
  public Refusal refusal() {
    return refusal;
  }
}
