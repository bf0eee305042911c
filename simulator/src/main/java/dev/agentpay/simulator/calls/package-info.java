/// Calls: TwiML, dialling, REFER, and the webhooks about them.
@NullMarked
package dev.agentpay.simulator.calls;

import org.jspecify.annotations.NullMarked;
