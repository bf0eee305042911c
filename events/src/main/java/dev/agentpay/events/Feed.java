package dev.agentpay.events;

import java.util.Optional;

/// The live stream of events and updates. Events come in the order in which they became durable,
/// each once; within a stream that is the order of their numbers.
public interface Feed {
  /// Hands `reader` every matching event after a position, then everything new as it becomes
  /// durable, without a gap or a double. Returns when the replay is handed over.
  ///
  /// @param audience only what this agent may see; empty: everything, for a supervisor
  /// @param after a position that this feed gave out earlier; empty: only what is new
  /// @throws IllegalArgumentException when the position is none that this feed gave out
  Subscription subscribe(Optional<AgentId> audience, Optional<String> after, Reader reader);

  /// The position after the newest event: what a page that has just loaded its state continues
  /// from.
  String position();

  /// Tells everybody who may see it; nothing is stored.
  void tell(LiveUpdate update);

  /// Where items go. It is called on the writer's thread: it neither waits nor writes to the store.
  interface Reader {
    /// Takes one item without waiting.
    ///
    /// @return false when there is no room: the subscription is over then, and its reader comes
    ///   back with the last position it had
    boolean offer(Item item);
  }

  /// What a reader gets.
  sealed interface Item {}

  /// A durable event and the position after it.
  record Fact(String position, EventEnvelope event) implements Item {}

  /// Something to show now.
  record Told(LiveUpdate update) implements Item {}

  /// Ends by [#close()], which may be called any number of times.
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
