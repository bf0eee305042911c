/// The event log, the outbox and the feed, independent of the database.
@NullMarked
package dev.agentpay.store;

import org.jspecify.annotations.NullMarked;
