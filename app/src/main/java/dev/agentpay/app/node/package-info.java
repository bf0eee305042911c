/// Creates and connects the parts of one node: store, sessions, calls, server and background work.
@NullMarked
package dev.agentpay.app.node;

import org.jspecify.annotations.NullMarked;
