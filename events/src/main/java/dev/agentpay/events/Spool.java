package dev.agentpay.events;

import java.util.Optional;

/// Where callbacks wait that must not be lost while the store is away. First in, first out. What
/// was taken but not yet removed when the process died is taken again.
public interface Spool {
  /// Keeps it; it is on the disk when this returns.
  ///
  /// @throws StoreUnavailableException when there is no room, or the disk does not take it
  void keep(Callback waiting);

  /// What has waited longest.
  Optional<Callback> oldest();

  /// Whether any of this queue waits.
  boolean holds(String queue);

  /// Forgets what has waited longest.
  void removeOldest();

  /// One that keeps nothing: it refuses whatever it is given.
  static Spool none() {
    return new Spool() {
      @Override
      public void keep(Callback waiting) {
        throw new StoreUnavailableException(
            "the store is away and there is no spool", new IllegalStateException());
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
