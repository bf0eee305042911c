package dev.agentpay.connector.spi;

/// Twilio's `transaction_id`: the same in every repeat of one request, and the key under which a
/// processor must not charge twice.
public record TransactionId(String value) {
  /// @throws IllegalArgumentException for anything but 1 to 64 letters, digits and `._:-`, and for
  ///   what could be a card number
  public TransactionId {
    PlainId.check(value, "A transaction id");
  }

  @Override
  public String toString() {
    return value;
  }
}
