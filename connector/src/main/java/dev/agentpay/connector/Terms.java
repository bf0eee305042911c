package dev.agentpay.connector;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TransactionId;
import java.util.Optional;

/// What of an order may be kept: all that makes it this order, and nothing of the card.
///
/// A repeat must come with the same terms. The card is not compared: that would need a trace of its
/// number in the ledger.
record Terms(
    TransactionId transactionId,
    Method method,
    Optional<SessionId> session,
    Optional<Money> amount) {
  static Terms of(Order order) {
    Optional<Money> amount =
        order instanceof ChargeOrder charge ? Optional.of(charge.amount()) : Optional.empty();
    return new Terms(order.transactionId(), Method.of(order), order.session(), amount);
  }
}
