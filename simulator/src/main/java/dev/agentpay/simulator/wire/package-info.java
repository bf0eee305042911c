/// Twilio's formats: forms, JSON, signatures, SIP URIs, errors. No state.
@NullMarked
package dev.agentpay.simulator.wire;

import org.jspecify.annotations.NullMarked;
