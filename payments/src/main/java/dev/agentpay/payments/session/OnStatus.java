package dev.agentpay.payments.session;

import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.util.List;
import java.util.Optional;

/// What a status callback leads to. Order is not kept on the wire and duplicates happen: what
/// counts is the content, weighed with Twilio's time and the capture's number.
final class OnStatus {
  private OnStatus() {}

  static void decide(DecisionBuilder turn, PaymentStatus status) {
    if (belongsToAnother(turn.now(), status)) {
      another(turn, status);
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
      Settling.byTwilio(turn, status);
    } else if (!stale) {
      weigh(turn, status, CaptureMatch.of(turn.now(), status) == CaptureMatch.PRESENT_CAPTURE);
    }
  }

  /// @param present whether it is about the capture that is under way
  private static void weigh(DecisionBuilder turn, PaymentStatus status, boolean present) {
    if (status.error().isPresent()) {
      rejected(turn, status, status.error().get(), present);
    } else {
      progress(turn, status, present);
    }
  }

  /// Twilio has the present capture, or has not answered to it: a callback that came before, and of
  /// which nobody knew to which capture it belongs, is taken for this one's.
  ///
  /// @return false when there is none
  static boolean weighEarly(DecisionBuilder turn) {
    final Optional<PaymentStatus> early = turn.now().early();
    early.ifPresent(status -> weigh(turn, status, true));
    return early.isPresent();
  }

  private static boolean belongsToAnother(PaySession now, PaymentStatus status) {
    return now.payment().isPresent() && !now.payment().get().equals(status.payment());
  }

  /// A Payment that is not the session's. When the callback came to a URL of this session, a
  /// repeated create has opened it, and nobody else would cancel it.
  private static void another(DecisionBuilder turn, PaymentStatus status) {
    final boolean isOpen = status.result().isEmpty() && status.error().isEmpty();
    if (isOpen
        && status.sessionHint().equals(Optional.of(turn.now().id()))
        && !turn.now().orphan().equals(Optional.of(status.payment()))) {
      turn.record(new SessionEvent.PaymentOrphaned(status.payment()));
    }
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

  private static void rejected(
      DecisionBuilder turn, PaymentStatus status, ErrorType error, boolean present) {
    if (error == ErrorType.SESSION_IN_PROGRESS && isUntouched(turn.now())) {
      neverBegan(turn);
      return;
    }
    final Optional<CaptureField> field = turn.now().capture();
    if (turn.state() != SessionState.CAPTURING
        || !status.capture().or(() -> field).equals(field)
        || !present) {
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

  /// Whether Twilio has never shown that it captures anything for this session.
  private static boolean isUntouched(PaySession now) {
    return !now.captureConfirmed()
        && now.fields().values().stream().allMatch(FieldState.UNTOUCHED::equals);
  }

  /// Another Pay session is active on the call, so that Twilio has ended ours as soon as it was
  /// created. It is cancelled all the same: Twilio's docs do not say that nothing is left of it.
  private static void neverBegan(DecisionBuilder turn) {
    final String why = "another Pay session is active on this call";
    if (turn.state().isBeforeSubmit()) {
      turn.notPaid(new SessionEvent.SessionFailed(why));
    } else if (turn.state() == SessionState.CANCELLING) {
      turn.notPaid(new SessionEvent.SessionCancelled(why));
    }
  }

  private static void progress(DecisionBuilder turn, PaymentStatus status, boolean present) {
    if (status.capture().isPresent() && status.required().isPresent()) {
      captured(turn, status, status.required().get(), present);
    }
    if (turn.state() == SessionState.IDLE && turn.now().captureNumber() == 0) {
      turn.advance(); // just opened
    }
  }

  private static void captured(
      DecisionBuilder turn, PaymentStatus status, List<CaptureField> required, boolean present) {
    final Optional<CaptureField> typed =
        turn.now().capture().filter(_ -> turn.state() == SessionState.CAPTURING);
    final boolean done =
        typed.isPresent()
            && typed.equals(status.capture())
            && !required.contains(typed.get())
            && present;
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
}
