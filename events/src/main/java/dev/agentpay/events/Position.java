package dev.agentpay.events;

import java.time.Instant;

/// The place of a stream in a list. It stays the same while other streams are added.
///
/// @param orderedAt the stream's time in [IndexColumns]
/// @param key the stream's key
public record Position(Instant orderedAt, String key) {}
