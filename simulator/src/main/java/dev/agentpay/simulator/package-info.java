/// A simulator of the parts of Twilio that payments on calls need: REST, calls, DTMF, Pay, webhooks
/// and faults.
@NullMarked
package dev.agentpay.simulator;

import org.jspecify.annotations.NullMarked;
