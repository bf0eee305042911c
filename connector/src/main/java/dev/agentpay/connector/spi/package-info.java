/// The interface between the connector and a payment gateway: orders, self-masking card data and
/// outcomes.
///
/// To connect a gateway, implement [CardProcessor]; no other package of the connector is needed.
@NullMarked
package dev.agentpay.connector.spi;

import org.jspecify.annotations.NullMarked;
