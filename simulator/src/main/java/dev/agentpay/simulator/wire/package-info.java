/// Twilio's formats: forms, JSON, signatures, SIP URIs and errors. Nothing here has state.
@NullMarked
package dev.agentpay.simulator.wire;

import org.jspecify.annotations.NullMarked;
