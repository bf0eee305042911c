package dev.agentpay.events;

import java.time.Instant;
import java.util.Optional;

/// A durable fact in its envelope: which stream, which number in it, when, who, and what. The audit
/// log is made of these.
///
/// @param number from 1 in its stream, without gaps
/// @param at when it was decided, by the clock of the node that decided it
/// @param audience the one agent who may see it; supervisors see all; empty: supervisors only
public record EventEnvelope(
    StreamId stream,
    long number,
    Instant at,
    Origin origin,
    Optional<AgentId> audience,
    Event event) {

  /// Refuses an event that is not the next of its stream.
  ///
  /// @param version the number of the last event so far
  /// @throws IllegalStateException when it is not
  public void requireNextAfter(long version) {
    if (number != version + 1) {
      throw new IllegalStateException(
          "%s has %d events, number %d does not follow".formatted(stream, version, number));
    }
  }
}
