/// The simulator over HTTP: the control API, live updates for the phone page, and the client for
/// outgoing requests.
@NullMarked
package dev.agentpay.simulator.http;

import org.jspecify.annotations.NullMarked;
