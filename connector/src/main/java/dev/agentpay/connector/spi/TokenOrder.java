package dev.agentpay.connector.spi;

import java.util.Map;
import java.util.Optional;

/// Exchange the payment method for a token that can be charged later; no money moves.
public record TokenOrder(
    TransactionId transactionId,
    Optional<SessionId> session,
    PaymentMethod paymentMethod,
    Optional<String> description,
    Map<String, String> parameters)
    implements Order {
  public TokenOrder {
    parameters = Map.copyOf(parameters);
  }
}
