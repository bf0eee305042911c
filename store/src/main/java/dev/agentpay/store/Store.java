package dev.agentpay.store;

import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Outbox;
import java.util.Optional;

/// A server's database. Every implementation must pass the contract tests of this module.
public interface Store extends AutoCloseable {
  /// The streams and their events.
  EventStore eventStore();

  /// The waiting and leased tasks.
  Outbox outbox();

  /// The tasks that failed too often and need a person.
  DeadLetters deadLetters();

  /// The durable events, as they are appended.
  Feed feed();

  /// Why the store does not work at the moment, as a text for an operator; empty if it works. Cheap
  /// enough for every health check.
  Optional<String> trouble();

  /// Statistics of the writer since the store was opened.
  Load load();

  /// @param writes number of appends, leases and other writes
  /// @param batches number of transactions that contained them
  /// @param waiting number of writes that are waiting now
  record Load(long writes, long batches, int waiting) {}

  /// Completes the waiting writes, then closes the database. Later calls throw
  /// [StoreUnavailableException].
  @Override
  void close();
}
