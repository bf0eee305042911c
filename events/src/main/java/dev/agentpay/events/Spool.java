package dev.agentpay.events;

import java.util.Optional;

/// Where something waits that must not be lost while the store is away. First in, first out. What
/// was taken but not yet removed when the process died is taken again.
public interface Spool<T> {
  /// Keeps it; it is on the disk when this returns.
  ///
  /// @throws StoreUnavailableException when there is no room, or the disk does not take it
  void keep(T waiting);

  /// What has waited longest.
  Optional<T> oldest();

  /// Forgets what has waited longest.
  void removeOldest();

  /// One that keeps nothing: it refuses whatever it is given.
  static <T> Spool<T> none() {
    return new Spool<>() {
      @Override
      public void keep(T waiting) {
        throw new StoreUnavailableException(
            "the store is away and there is no spool", new IllegalStateException());
      }

      @Override
      public Optional<T> oldest() {
        return Optional.empty();
      }

      @Override
      public void removeOldest() {}
    };
  }
}
