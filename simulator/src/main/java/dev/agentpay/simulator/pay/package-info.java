/// The Payment resource: the customer's key presses, their validation, and the Pay Connectors.
@NullMarked
package dev.agentpay.simulator.pay;

import org.jspecify.annotations.NullMarked;
