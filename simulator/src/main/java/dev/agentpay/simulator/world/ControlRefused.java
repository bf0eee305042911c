package dev.agentpay.simulator.world;

/// Thrown when a request to the control API cannot be carried out. Nothing has changed.
///
/// The message says what was wrong and what to do. It never repeats digits.
public final class ControlRefused extends RuntimeException {
  private final int status;
  private final String type;

  public ControlRefused(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
  }

  /// The HTTP status: 400 malformed, 401 without a valid token, 403 forbidden, 404 unknown, 409 not
  /// possible now, 413 too large, 422 not allowed, 503 too many connections.
  public int status() {
    return status;
  }

  /// A stable short name, such as `unknown-call`.
  public String type() {
    return type;
  }
}
