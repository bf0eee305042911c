package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The callbacks that a session has received, to detect callbacks that are repeated or out of
/// order.
///
/// @param newest Twilio's time of the newest callback
/// @param recent the last [#MAX_RECENT] callbacks, oldest first
public record CallbackHistory(Optional<Instant> newest, List<Mark> recent) {
  /// Number of callbacks to remember. Twilio repeats a webhook within 15 s, and a customer causes
  /// fewer callbacks than this in that time, not counting digits.
  static final int MAX_RECENT = 12;

  static final CallbackHistory EMPTY = new CallbackHistory(Optional.empty(), List.of());

  public CallbackHistory {
    recent = List.copyOf(recent);
  }

  /// The values that distinguish a session's callbacks.
  public record Mark(
      Instant at,
      Optional<CaptureField> capture,
      Optional<ErrorType> error,
      Optional<PayResult> result,
      Optional<List<CaptureField>> required,
      Optional<SecondEntry> secondEntry) {

    static Optional<Mark> of(PaymentStatus status) {
      return status
          .updatedAt()
          .map(
              at ->
                  new Mark(
                      at,
                      status.capture(),
                      status.error(),
                      status.result(),
                      status.required(),
                      status.secondEntry()));
    }
  }

  /// Whether this callback was received before. A callback without a time is never recognised.
  boolean contains(PaymentStatus status) {
    return Mark.of(status).map(recent::contains).orElse(false);
  }

  /// Whether a newer callback was received already.
  boolean isStale(PaymentStatus status) {
    return status.updatedAt().isPresent()
        && newest.isPresent()
        && status.updatedAt().get().isBefore(newest.get());
  }

  CallbackHistory with(PaymentStatus status) {
    final List<Mark> more = new ArrayList<>(recent);
    Mark.of(status).ifPresent(more::add);
    return new CallbackHistory(
        isStale(status) ? newest : status.updatedAt().or(() -> newest),
        more.subList(Math.max(0, more.size() - MAX_RECENT), more.size()));
  }
}
