/// Pay sessions: the service that runs them, and the ports to Twilio, to the connector's ledger and
/// to calls. The decider and its state machine are in `session`.
@NullMarked
package dev.agentpay.payments;

import org.jspecify.annotations.NullMarked;
