package dev.agentpay.client.model;

/// The kind of bank account of an ACH debit.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio:
///   BankAccountType</a>
public enum BankAccountType {
  CONSUMER_CHECKING,
  CONSUMER_SAVINGS,
  COMMERCIAL_CHECKING
}
