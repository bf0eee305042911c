package dev.agentpay.connector.spi;

/// AgentPay's id of a pay session. The server passes it to the connector through Twilio's
/// `Parameter`.
public record SessionId(String value) {
  /// The name under which the server sends the id in `parameters`.
  public static final String PARAMETER = "agentpaySession";

  /// @throws IllegalArgumentException unless `value` consists of 1 to 64 ASCII letters, digits and
  ///   `._:-`, and does not look like a card number
  public SessionId {
    PlainId.check(value, "A session id");
  }

  @Override
  public String toString() {
    return value;
  }
}
