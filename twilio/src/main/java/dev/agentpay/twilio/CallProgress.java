package dev.agentpay.twilio;

/// Twilio's status of a call leg.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call status
///   values</a>
public enum CallProgress {
  QUEUED("queued", false),
  INITIATED("initiated", false),
  RINGING("ringing", false),
  IN_PROGRESS("in-progress", false),
  COMPLETED("completed", true),
  BUSY("busy", true),
  FAILED("failed", true),
  NO_ANSWER("no-answer", true),
  CANCELED("canceled", true),
  /// Unknown. It has no effect.
  OTHER("other", false);

  private final String wire;
  private final boolean over;

  CallProgress(String wire, boolean over) {
    this.wire = wire;
    this.over = over;
  }

  /// Twilio's name, such as `in-progress`.
  public String wire() {
    return wire;
  }

  /// Whether the leg has ended or was never established.
  public boolean isOver() {
    return over;
  }

  /// Returns the status with this name, or [#OTHER]. Some webhooks say `answered` for
  /// `in-progress`.
  public static CallProgress ofWire(String name) {
    for (CallProgress progress : values()) {
      if (progress.wire.equals(name)) {
        return progress;
      }
    }
    return name.equals("answered") ? IN_PROGRESS : OTHER;
  }
}
