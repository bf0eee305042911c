package dev.agentpay.core;

import java.util.Optional;

/// Where verified callbacks wait while the store is away. Twilio does not repeat a webhook for a
/// 5xx, and a Payment cannot be fetched: what is not kept is lost.
///
/// First in, first out. A callback that was taken but not yet removed when the process died is
/// taken again; that changes nothing, since a repeated callback is known again.
public interface CallbackSpool {
  /// Keeps nothing: while the store is away, callbacks are refused.
  CallbackSpool NONE =
      new CallbackSpool() {
        @Override
        public void keep(PaymentStatus status, Origin origin) {
          throw new StoreUnavailableException(
              "the store is away and there is no spool", new IllegalStateException());
        }

        @Override
        public Optional<Kept> oldest() {
          return Optional.empty();
        }

        @Override
        public void removeOldest() {}
      };

  /// A callback that waits.
  record Kept(PaymentStatus status, Origin origin) {}

  /// Keeps a callback; it is on the disk when this returns.
  ///
  /// @throws StoreUnavailableException when there is no room, or the disk does not take it
  void keep(PaymentStatus status, Origin origin);

  /// The callback that has waited longest.
  Optional<Kept> oldest();

  /// Forgets the callback that has waited longest.
  void removeOldest();
}
