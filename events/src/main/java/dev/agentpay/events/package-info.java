/// The kernel: event envelopes, aggregates, the store, the feed, the outbox and the scheduler.
/// Independent of the domain: each aggregate registers what stores need to know about it.
@NullMarked
package dev.agentpay.events;

import org.jspecify.annotations.NullMarked;
