/// The Generic Pay Connector: the one place where a card number exists, for one request.
///
/// Start with [Connector]; what happens to a request is in [Routes], then [Transactions], then
/// [Settlement]. A gateway is connected through `dev.agentpay.connector.spi`.
@NullMarked
package dev.agentpay.connector;

import org.jspecify.annotations.NullMarked;
