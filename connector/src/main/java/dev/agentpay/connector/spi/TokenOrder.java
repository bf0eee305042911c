package dev.agentpay.connector.spi;

import java.util.Map;
import java.util.Optional;

/// An order to create a token for the payment method, which can be charged later. No money moves.
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
