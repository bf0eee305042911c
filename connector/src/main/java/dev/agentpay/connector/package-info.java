/// The Generic Pay Connector: the only part of AgentPay that handles card numbers, each for the
/// duration of one request.
///
/// The entry point is [Connector]. A request passes through [Routes], then [Transactions], then
/// [Settlement]. Payment gateways are connected through `dev.agentpay.connector.spi`.
@NullMarked
package dev.agentpay.connector;

import org.jspecify.annotations.NullMarked;
