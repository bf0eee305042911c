/// The event log, the outbox and the feed.
@NullMarked
package dev.agentpay.store;

import org.jspecify.annotations.NullMarked;
