package dev.agentpay.payments;

import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a status callback leads to. Order is not kept on the wire and duplicates happen: what
/// counts is the content, weighed with Twilio's time and the capture's number.
final class OnStatus {
  /// Twilio's codes for a gateway that refused the charge, the token, the card.
  private static final Set<Integer> EXPLICIT_REFUSALS = Set.of(64008, 64010, 64012);

  /// What our own connector answers when it will not charge because it may have charged already: no
  /// refusal of the card, and no word about the first charge.
  private static final Set<String> NO_REFUSALS =
      Set.of("session_already_charged", "idempotency_mismatch");

  private OnStatus() {}

  static void decide(DecisionBuilder turn, PaymentStatus status) {
    if (belongsToAnother(turn.now(), status)) {
      return;
    }
    final boolean stale = turn.now().seen().isStale(status);
    if (isDigit(turn.now(), status)) {
      digit(turn, status, stale); // a digit's time may be that of its capture
      return;
    }
    if (turn.now().seen().has(status)) {
      return;
    }
    if (turn.state().isFinal()) {
      afterTheEnd(turn, status, stale);
      return;
    }
    if (turn.now().payment().isEmpty()) {
      turn.record(
          turn.state() == SessionState.OPENING
              ? new SessionEvent.PaymentOpened(status.payment())
              : new SessionEvent.PaymentAdopted(status.payment()));
    }
    turn.record(new SessionEvent.StatusReceived(status, stale));
    if (status.result().isPresent()) {
      ended(turn, status, status.result().get());
    } else if (status.error().isPresent() && !stale) {
      rejected(turn, status, status.error().get());
    } else if (!stale) {
      progress(turn, status);
    }
  }

  private static boolean belongsToAnother(PaySession now, PaymentStatus status) {
    return now.payment().isPresent() && !now.payment().get().equals(status.payment());
  }

  private static boolean isDigit(PaySession now, PaymentStatus status) {
    return status.isDigit() && now.payment().isPresent();
  }

  private static void digit(DecisionBuilder turn, PaymentStatus status, boolean stale) {
    if (stale
        || turn.state() != SessionState.CAPTURING
        || !status.capture().equals(turn.now().capture())) {
      return;
    }
    status.capture().ifPresent(field -> turn.tell(field, status.masks().getOrDefault(field, "")));
  }

  private static void afterTheEnd(DecisionBuilder turn, PaymentStatus status, boolean stale) {
    final boolean orphan = turn.now().payment().isEmpty();
    turn.record(new SessionEvent.StatusReceived(status, stale));
    final boolean hasSucceeded =
        turn.state() == SessionState.PAID || turn.state() == SessionState.TOKENIZED;
    if (status.result().equals(Optional.of(PayResult.SUCCESS)) && !hasSucceeded) {
      turn.record(
          new SessionEvent.AlarmRaised(
              "Twilio reported a success after the session was " + turn.state()));
    } else if (orphan && status.result().isEmpty()) {
      turn.record(new SessionEvent.PaymentOrphaned(status.payment()));
    }
  }

  /// Twilio's last word.
  private static void ended(DecisionBuilder turn, PaymentStatus status, PayResult result) {
    if (result == PayResult.SUCCESS) {
      succeeded(turn, status);
      return;
    }
    switch (turn.state()) {
      case COMPLETING, UNCONFIRMED -> failedSubmit(turn, status, result);
      case CANCELLING -> turn.record(new SessionEvent.SessionCancelled(result.wire()));
      default ->
          turn.record(
              switch (result) {
                case CALLER_INTERRUPTED_WITH_STAR, CALLER_HUNG_UP ->
                    new SessionEvent.SessionAbandoned(result.wire());
                case TRANSACTION_CANCELLED -> new SessionEvent.SessionCancelled(result.wire());
                default -> new SessionEvent.SessionFailed(failure(status, result));
              });
    }
  }

  private static void succeeded(DecisionBuilder turn, PaymentStatus status) {
    if (turn.now().request().amount().isPresent()) {
      turn.record(new SessionEvent.SessionPaid(status.confirmationCode().orElse("")));
    } else {
      // Some connectors tell the reusable token as the profile only.
      final String token = status.token().or(status::profile).orElse("");
      turn.record(new SessionEvent.SessionTokenized(token, status.profile()));
    }
  }

  /// After the submit only an explicit refusal says that no money moved; anything else is doubt.
  private static void failedSubmit(DecisionBuilder turn, PaymentStatus status, PayResult result) {
    final Optional<String> connectorError = status.reason().connectorError();
    final boolean refused =
        connectorError.filter(NO_REFUSALS::contains).isEmpty()
            && (connectorError.isPresent()
                || status.reason().payErrorCode().map(EXPLICIT_REFUSALS::contains).orElse(false));
    if (refused) {
      turn.record(new SessionEvent.SessionDeclined(status.reason()));
    } else if (turn.state() == SessionState.COMPLETING) {
      turn.doubt(failure(status, result));
    }
  }

  private static String failure(PaymentStatus status, PayResult result) {
    return status.reason().text().map(t -> result.wire() + ": " + t).orElse(result.wire());
  }

  private static void rejected(DecisionBuilder turn, PaymentStatus status, ErrorType error) {
    if (error == ErrorType.SESSION_IN_PROGRESS && turn.now().captureNumber() == 0) {
      turn.record(new SessionEvent.SessionFailed("another Pay session is active on this call"));
      return;
    }
    final Optional<CaptureField> field = turn.now().capture();
    if (turn.state() != SessionState.CAPTURING
        || !status.capture().or(() -> field).equals(field)
        || isSuperseded(turn.now(), status)) {
      return;
    }
    turn.record(new SessionEvent.FieldRejected(field.orElseThrow(), error));
    final int rejections = turn.now().field(field.get()).rejections();
    if (turn.now().request().advance() == Advance.CLIENT) {
      turn.record(new SessionEvent.CaptureParked(error.wire()));
    } else if (error == ErrorType.CODE_BEFORE_CARD) {
      turn.record(new SessionEvent.CaptureRequested(CaptureField.PAYMENT_CARD_NUMBER, 1));
    } else if (rejections <= error.asksAgain()) {
      turn.record(new SessionEvent.CaptureRequested(field.get(), rejections + 1));
    } else {
      turn.record(new SessionEvent.CaptureParked(error.wire()));
    }
  }

  private static void progress(DecisionBuilder turn, PaymentStatus status) {
    if (status.capture().isPresent() && status.required().isPresent()) {
      captured(turn, status, status.required().get());
    }
    if (turn.state() == SessionState.IDLE && turn.now().captureNumber() == 0) {
      turn.advance(); // just opened
    }
  }

  private static void captured(
      DecisionBuilder turn, PaymentStatus status, List<CaptureField> required) {
    final Optional<CaptureField> typed =
        turn.now().capture().filter(_ -> turn.state() == SessionState.CAPTURING);
    final boolean done =
        typed.isPresent()
            && typed.equals(status.capture())
            && !required.contains(typed.get())
            && !isSuperseded(turn.now(), status);
    for (CaptureField field : CaptureField.values()) {
      final FieldState known = turn.now().field(field);
      final boolean told = status.capture().equals(Optional.of(field)) || !known.mask().isEmpty();
      final boolean awaited = typed.equals(Optional.of(field)) && !done;
      if (!known.captured() && !required.contains(field) && told && !awaited) {
        turn.record(new SessionEvent.FieldCaptured(field));
      }
    }
    final boolean nothingMissing = turn.state() == SessionState.IDLE && required.isEmpty();
    final boolean healed = turn.state() == SessionState.READY && !required.isEmpty();
    if (done || nothingMissing || healed) {
      turn.advance();
    }
  }

  /// Whether this callback is about an earlier capture than the present one: its number says so,
  /// and Twilio has not shown yet that it got the present one. The number alone never decides.
  private static boolean isSuperseded(PaySession now, PaymentStatus status) {
    return status.captureHint().isPresent()
        && status.captureHint().getAsLong() < now.captureNumber()
        && !now.captureConfirmed();
  }
}
