package dev.agentpay.store;

import dev.agentpay.events.EventEnvelope;

/// A durable event and its position in the feed.
///
/// @param seq sequence number, from 1, in the order in which events became durable
public record LoggedEvent(long seq, EventEnvelope event) {}
