/// The pay session: pure decider, transitions as data, the service that runs it, and the ports to
/// Twilio, to the connector's ledger and to calls.
@NullMarked
package dev.agentpay.payments;

import org.jspecify.annotations.NullMarked;
