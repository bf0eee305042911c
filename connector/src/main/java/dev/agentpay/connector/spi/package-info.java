/// What a processor needs to know: orders, card data that masks itself, outcomes.
///
/// Whoever connects a gateway implements [Processor] and needs nothing else of the connector.
@NullMarked
package dev.agentpay.connector.spi;

import org.jspecify.annotations.NullMarked;
