package dev.agentpay.store;

import dev.agentpay.events.DeadLetters;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Outbox;
import dev.agentpay.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.InstantSource;

/// All store implementations. The contract tests use only the ports and run against each of them.
enum Engine {
  MEMORY {
    @Override
    Ports open(Path folder) {
      final MemoryStore store = new MemoryStore(Fixtures.SCHEMA);
      return new Ports(store, store, store.deadLetters(), store, () -> {});
    }
  },
  SQLITE {
    @Override
    Ports open(Path folder) {
      final SqliteStore store =
          SqliteStore.open(folder.resolve("agentpay.db"), Fixtures.SCHEMA, InstantSource.system());
      return new Ports(
          store.eventStore(), store.outbox(), store.deadLetters(), store.feed(), store::close);
    }
  };

  abstract Ports open(Path folder);

  record Ports(
      EventStore events, Outbox outbox, DeadLetters deadLetters, Feed feed, Runnable closing)
      implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }
}
