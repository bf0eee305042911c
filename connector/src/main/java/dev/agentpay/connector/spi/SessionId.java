package dev.agentpay.connector.spi;

/// AgentPay's id of the pay session, which the server sends along in Twilio's `Parameter`.
public record SessionId(String value) {
  /// The key in `parameters` under which the server sends it.
  public static final String PARAMETER = "agentpaySession";

  /// @throws IllegalArgumentException for anything but 1 to 64 letters, digits and `._:-`, and for
  ///   what could be a card number
  public SessionId {
    PlainId.check(value, "A session id");
  }

  @Override
  public String toString() {
    return value;
  }
}
