/// The simulator over HTTP: the control API, live events for the phone page, and the outgoing
/// client.
@NullMarked
package dev.agentpay.simulator.http;

import org.jspecify.annotations.NullMarked;
