package dev.agentpay.connector.spi;

/// Twilio's `transaction_id`. It is the same in every repeat of one request, and a processor must
/// not charge twice under the same id.
public record TransactionId(String value) {
  /// @throws IllegalArgumentException unless `value` consists of 1 to 64 ASCII letters, digits and
  ///   `._:-`, and does not look like a card number
  public TransactionId {
    PlainId.check(value, "A transaction id");
  }

  @Override
  public String toString() {
    return value;
  }
}
