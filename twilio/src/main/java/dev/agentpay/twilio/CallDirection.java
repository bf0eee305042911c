package dev.agentpay.twilio;

/// Who started a call leg.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call direction</a>
public enum CallDirection {
  /// Someone called us.
  INBOUND("inbound"),
  /// We called through the REST API.
  OUTBOUND_API("outbound-api"),
  /// A `<Dial>` called.
  OUTBOUND_DIAL("outbound-dial"),
  /// Unknown or missing.
  OTHER("");

  private final String wire;

  CallDirection(String wire) {
    this.wire = wire;
  }

  /// Twilio's name, such as `outbound-dial`; empty for [#OTHER].
  public String wire() {
    return wire;
  }

  /// Returns the direction with this name, or [#OTHER].
  public static CallDirection ofWire(String name) {
    for (CallDirection direction : values()) {
      if (direction.wire.equals(name)) {
        return direction;
      }
    }
    return OTHER;
  }
}
