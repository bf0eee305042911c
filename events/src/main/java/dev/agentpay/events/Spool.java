package dev.agentpay.events;

import java.util.Optional;

/// Durable first-in, first-out queue on the node's own disk for callbacks that arrive while the
/// store is unavailable. A callback that was read but not removed when the process died is read
/// again.
public interface Spool {
  /// Writes a callback; it is on disk when this returns.
  ///
  /// @throws StoreUnavailableException if the spool is full or the disk write fails
  void keep(Callback waiting);

  /// The oldest callback.
  Optional<Callback> oldest();

  /// Whether any callback of this queue waits.
  boolean holds(String queue);

  /// Removes the oldest callback.
  void removeOldest();

  /// A spool that refuses every callback.
  static Spool none() {
    return new Spool() {
      @Override
      public void keep(Callback waiting) {
        throw new StoreUnavailableException(
            "the store is unavailable and there is no spool", new IllegalStateException());
      }

      @Override
      public Optional<Callback> oldest() {
        return Optional.empty();
      }

      @Override
      public boolean holds(String queue) {
        return false;
      }

      @Override
      public void removeOldest() {}
    };
  }
}
