package dev.agentpay.events;

import java.time.Instant;
import java.util.Optional;

/// An event with its stream, number, time and origin. The audit log consists of these.
///
/// @param number from 1 in its stream, without gaps
/// @param at time of the decision, by the clock of the deciding node
/// @param audience the agent who may see it, besides supervisors; empty: supervisors only
public record EventEnvelope(
    StreamId stream,
    long number,
    Instant at,
    Origin origin,
    Optional<AgentId> audience,
    Event event) {

  /// Checks that the event is the next of its stream.
  ///
  /// @param version the number of the last event so far
  /// @throws IllegalStateException if it is not
  public void requireNextAfter(long version) {
    if (number != version + 1) {
      throw new IllegalStateException(
          "%s has %d events; event number %d is not the next".formatted(stream, version, number));
    }
  }
}
