package dev.agentpay.store;

import dev.agentpay.events.EventEnvelope;

/// A durable event and its place in the feed.
///
/// @param seq from 1, growing in the order in which events became durable
public record Logged(long seq, EventEnvelope recorded) {}
