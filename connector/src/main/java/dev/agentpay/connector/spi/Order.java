package dev.agentpay.connector.spi;

import java.util.Map;
import java.util.Optional;

/// A request from Twilio to charge or tokenize a payment method once. Everything in it except the
/// [PaymentMethod] may be stored.
public sealed interface Order permits ChargeOrder, TokenOrder {
  /// The idempotency key. Orders with the same id are repeats of one order.
  TransactionId transactionId();

  /// The pay session; empty if AgentPay's server did not create the payment.
  Optional<SessionId> session();

  PaymentMethod paymentMethod();

  Optional<String> description();

  /// The custom parameters of the request, which were set with Twilio's `Parameter`. They are not
  /// nested, and all values are text.
  Map<String, String> parameters();
}
