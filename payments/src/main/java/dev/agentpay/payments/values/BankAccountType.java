package dev.agentpay.payments.values;

/// The kind of bank account of an ACH debit.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio:
///   BankAccountType</a>
public enum BankAccountType {
  CONSUMER_CHECKING("consumer-checking"),
  CONSUMER_SAVINGS("consumer-savings"),
  COMMERCIAL_CHECKING("commercial-checking");

  private final String wire;

  BankAccountType(String wire) {
    this.wire = wire;
  }

  /// The name in Twilio's API and in our API: `consumer-checking`.
  public String wire() {
    return wire;
  }
}
