/// The session and the call as pure functions, the ports, and PaySessions, the one service that
/// runs them.
@NullMarked
package dev.agentpay.core;

import org.jspecify.annotations.NullMarked;
