/// One node put together: store, sessions, calls, server and their background work.
@NullMarked
package dev.agentpay.app.node;

import org.jspecify.annotations.NullMarked;
