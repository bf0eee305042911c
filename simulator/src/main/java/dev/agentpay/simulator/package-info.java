/// Twilio on your desk: REST, calls, DTMF, Pay, webhooks and faults.
@NullMarked
package dev.agentpay.simulator;

import org.jspecify.annotations.NullMarked;
