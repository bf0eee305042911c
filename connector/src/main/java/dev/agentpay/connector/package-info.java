/// The Generic Pay Connector: the one place where a card number exists.
@NullMarked
package dev.agentpay.connector;

import org.jspecify.annotations.NullMarked;
