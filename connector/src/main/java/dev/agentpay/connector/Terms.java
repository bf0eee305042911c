package dev.agentpay.connector;

import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Money;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.SessionId;
import dev.agentpay.connector.spi.TransactionId;
import java.util.Optional;

/// The parts of an order that identify it and may be stored, without any card data.
///
/// A repeat must have the same terms. The card is not compared, because the ledger would have to
/// store a trace of its number.
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
