package dev.agentpay.store;

import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Outbox;
import java.util.Optional;

/// Everything that one server keeps in a database, whatever the engine. The contract tests of this
/// module hold for each engine.
public interface Store extends AutoCloseable {
  /// The streams and their events.
  EventStore eventStore();

  /// The tasks that are waiting or leased.
  Outbox outbox();

  /// The tasks that failed too often and wait for a person.
  DeadLetters deadLetters();

  /// Durable events as they are appended.
  Feed feed();

  /// Why the store cannot be relied on at present, in words for an operator; empty when all is
  /// well. Cheap enough for every health check.
  Optional<String> trouble();

  /// Counts of the writer since the store was opened.
  Load load();

  /// @param writes appends, leases and the like
  /// @param batches transactions that they shared
  /// @param waiting writes that are waiting now
  record Load(long writes, long batches, int waiting) {}

  /// Writes what is waiting, then closes the database. Later calls get [StoreUnavailableException].
  @Override
  void close();
}
