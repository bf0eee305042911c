package dev.agentpay.twilio;

/// Who began a call leg.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/call-resource">Twilio: Call direction</a>
public enum CallDirection {
  /// Somebody called us.
  INBOUND("inbound"),
  /// We called by REST.
  OUTBOUND_API("outbound-api"),
  /// A `<Dial>` called.
  OUTBOUND_DIAL("outbound-dial"),
  /// A name that Twilio has not published to us yet, or none.
  OTHER("");

  private final String wire;

  CallDirection(String wire) {
    this.wire = wire;
  }

  /// The name on Twilio's wire: `outbound-dial`; empty for [#OTHER].
  public String wire() {
    return wire;
  }

  /// The direction of that name, or [#OTHER].
  public static CallDirection ofWire(String name) {
    for (CallDirection direction : values()) {
      if (direction.wire.equals(name)) {
        return direction;
      }
    }
    return OTHER;
  }
}
