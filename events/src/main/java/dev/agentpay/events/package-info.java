/// The kernel: event envelopes, aggregates, the store, the feed, the outbox and the scheduler. It
/// knows no domain: each aggregate registers what stores need to know of it.
@NullMarked
package dev.agentpay.events;

import org.jspecify.annotations.NullMarked;
