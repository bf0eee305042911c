package dev.agentpay.events;

import java.util.Optional;

/// Delivers events and live updates to subscribers. Events arrive once each, in the order in which
/// they became durable; within a stream, that is the order of their numbers.
public interface Feed {
  /// Replays every matching event after a position to `reader`, then delivers new ones as they
  /// become durable, without gaps or duplicates. Returns when the replay is done.
  ///
  /// @param audience deliver only what this agent may see; empty: everything, for a supervisor
  /// @param after a position that this feed issued; empty: only new events
  /// @throws IllegalArgumentException if this feed did not issue the position
  Subscription subscribe(Optional<AgentId> audience, Optional<String> after, Reader reader);

  /// The position after the latest event. A page that has just loaded its state continues from
  /// here.
  String position();

  /// Delivers an update to all subscribers who may see it, without storing it.
  void publish(LiveUpdate update);

  /// Receives items on the writer's thread. Must neither block nor write to the store.
  interface Reader {
    /// Accepts one item without blocking.
    ///
    /// @return false if there is no room: the subscription then ends, and the reader must subscribe
    ///   again from its last position
    boolean offer(Item item);
  }

  /// What a reader receives.
  sealed interface Item {}

  /// A durable event, and the position after it.
  record Fact(String position, EventEnvelope event) implements Item {}

  /// A live update.
  record Update(LiveUpdate update) implements Item {}

  /// Ends with [#close()], which may be called repeatedly.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
