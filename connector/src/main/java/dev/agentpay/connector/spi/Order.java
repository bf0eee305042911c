package dev.agentpay.connector.spi;

import java.util.Map;
import java.util.Optional;

/// What Twilio asks for, once. Everything in it but the [PaymentMethod] may be kept.
public sealed interface Order permits ChargeOrder, TokenOrder {
  /// The idempotency key: orders with the same id are one order.
  TransactionId transactionId();

  /// Missing when the request did not come through AgentPay's server.
  Optional<SessionId> session();

  PaymentMethod paymentMethod();

  Optional<String> description();

  /// What was given to Twilio's `Parameter`: one level, values as text.
  Map<String, String> parameters();
}
