package dev.agentpay.store;

import dev.agentpay.core.EventStore;
import dev.agentpay.core.Feed;
import dev.agentpay.core.MemoryStore;
import dev.agentpay.core.Outbox;
import java.nio.file.Path;
import java.time.InstantSource;

/// Every store that keeps the contract. The contract's tests know the ports only and run on each.
enum Engine {
  MEMORY {
    @Override
    Ports open(Path folder) {
      final MemoryStore store = new MemoryStore();
      return new Ports(store, store, store, () -> {});
    }
  },
  SQLITE {
    @Override
    Ports open(Path folder) {
      final SqliteStore store =
          SqliteStore.open(folder.resolve("agentpay.db"), InstantSource.system());
      return new Ports(store.eventStore(), store.outbox(), store.feed(), store::close);
    }
  };

  abstract Ports open(Path folder);

  record Ports(EventStore events, Outbox outbox, Feed feed, Runnable closing)
      implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }
}
