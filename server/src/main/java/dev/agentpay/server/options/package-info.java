/// The server's settings, checked once at start.
@NullMarked
package dev.agentpay.server.options;

import org.jspecify.annotations.NullMarked;
