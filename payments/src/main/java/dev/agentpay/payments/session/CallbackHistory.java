package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which callbacks a session has had: enough to notice a repeated or an overtaken one.
///
/// @param newest Twilio's time of the newest one
/// @param recent the last few, oldest first
public record CallbackHistory(Optional<Instant> newest, List<Mark> recent) {
  /// How many are remembered: Twilio repeats a webhook within 15 s, in which a customer causes
  /// fewer lasting callbacks than this.
  static final int REMEMBERED = 12;

  static final CallbackHistory NOTHING = new CallbackHistory(Optional.empty(), List.of());

  public CallbackHistory {
    recent = List.copyOf(recent);
  }

  /// What tells one callback of a session from another.
  public record Mark(
      Instant at,
      Optional<CaptureField> capture,
      Optional<ErrorType> error,
      Optional<PayResult> result,
      Optional<List<CaptureField>> required) {

    static Optional<Mark> of(PaymentStatus status) {
      return status
          .updatedAt()
          .map(
              at ->
                  new Mark(
                      at, status.capture(), status.error(), status.result(), status.required()));
    }
  }

  /// Whether this very callback has been here. One without a time of its own is never known again.
  boolean has(PaymentStatus status) {
    return Mark.of(status).map(recent::contains).orElse(false);
  }

  /// Whether Twilio has told something newer already.
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
        more.subList(Math.max(0, more.size() - REMEMBERED), more.size()));
  }
}
