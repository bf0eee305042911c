package dev.agentpay.twilio;

/// How far a call leg has got: Twilio's call status.
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
  /// A name that Twilio has not published to us yet. Nothing follows from it.
  OTHER("other", false);

  private final String wire;
  private final boolean over;

  CallProgress(String wire, boolean over) {
    this.wire = wire;
    this.over = over;
  }

  /// The name on Twilio's wire: `in-progress`.
  public String wire() {
    return wire;
  }

  /// Whether the leg has ended, or never came to be.
  public boolean isOver() {
    return over;
  }

  /// The status of that name, or [#OTHER]. `answered`, which some webhooks say, is in progress.
  public static CallProgress ofWire(String name) {
    for (CallProgress progress : values()) {
      if (progress.wire.equals(name)) {
        return progress;
      }
    }
    return name.equals("answered") ? IN_PROGRESS : OTHER;
  }
}
