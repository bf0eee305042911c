package dev.agentpay.simulator.world;

/// A control request that cannot be done. Nothing has changed.
///
/// The message says what was wrong and what to do; it never repeats digits.
public final class ControlRefused extends RuntimeException {
  private final int status;
  private final String type;

  public ControlRefused(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  /// The HTTP status that fits: 400 malformed, 404 unknown, 409 not now, 422 not allowed.
  public int status() {
    return status;
  }

  /// A stable short name, such as `unknown-call`.
  public String type() {
    return type;
  }
}
