package dev.agentpay.connector.spi;

import java.util.Map;
import java.util.Optional;

/// An order to move `amount` from the customer to the merchant, once.
public record ChargeOrder(
    TransactionId transactionId,
    Optional<SessionId> session,
    PaymentMethod paymentMethod,
    Money amount,
    Optional<String> description,
    Map<String, String> parameters)
    implements Order {
  public ChargeOrder {
    parameters = Map.copyOf(parameters);
  }
}
