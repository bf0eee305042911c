/// The Payment resource: the customer's keys, what Twilio makes of them, and the Pay Connectors.
@NullMarked
package dev.agentpay.simulator.pay;

import org.jspecify.annotations.NullMarked;
