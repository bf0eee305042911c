package dev.agentpay.payments.session;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import java.util.List;
import java.util.Optional;

/// Decides what a status callback changes. Callbacks may arrive out of order and more than once, so
/// decisions use their content, Twilio's time and the number of the capture.
final class OnStatus {
  private OnStatus() {}

  static void decide(DecisionBuilder builder, PaymentStatus status) {
    if (belongsToAnother(builder.session(), status)) {
      handleOtherPayment(builder, status);
      return;
    }
    final boolean stale = builder.session().seen().isStale(status);
    if (isDigit(builder.session(), status)) {
      digit(builder, status, stale); // the time of a digit's callback may equal that of its capture
      return;
    }
    if (builder.session().seen().contains(status)) {
      return;
    }
    if (builder.state().isFinal()) {
      handleAfterEnd(builder, status, stale);
      return;
    }
    if (builder.session().payment().isEmpty()) {
      builder.record(
          builder.state() == SessionState.OPENING
              ? new SessionEvent.PaymentOpened(status.payment())
              : new SessionEvent.PaymentAdopted(status.payment()));
    }
    builder.record(new SessionEvent.StatusReceived(status, stale));
    if (status.result().isPresent()) {
      OnResult.fromTwilio(builder, status);
    } else if (!stale) {
      apply(
          builder,
          status,
          CaptureMatch.of(builder.session(), status) == CaptureMatch.PRESENT_CAPTURE);
    }
  }

  /// @param isCurrent whether the callback belongs to the current capture
  private static void apply(DecisionBuilder builder, PaymentStatus status, boolean isCurrent) {
    if (status.error().isPresent()) {
      rejected(builder, status, status.error().get(), isCurrent);
    } else {
      progress(builder, status, isCurrent);
    }
  }

  /// Applies an earlier callback whose capture was unknown. Twilio has received the current capture
  /// or did not answer, so the callback is treated as belonging to the current capture.
  ///
  /// @return false if there is no such callback
  static boolean applyEarlyStatus(DecisionBuilder builder) {
    final Optional<PaymentStatus> early = builder.session().early();
    early.ifPresent(status -> apply(builder, status, true));
    return early.isPresent();
  }

  private static boolean belongsToAnother(PaySession session, PaymentStatus status) {
    return session.payment().isPresent() && !session.payment().get().equals(status.payment());
  }

  /// Handles a callback about another Payment. If it was sent to a URL of this session, a repeated
  /// create opened that Payment, so the session must cancel it.
  private static void handleOtherPayment(DecisionBuilder builder, PaymentStatus status) {
    final boolean isOpen = status.result().isEmpty() && status.error().isEmpty();
    if (isOpen
        && status.sessionHint().equals(Optional.of(builder.session().id()))
        && !builder.session().orphan().equals(Optional.of(status.payment()))) {
      builder.record(new SessionEvent.PaymentOrphaned(status.payment()));
    }
  }

  private static boolean isDigit(PaySession session, PaymentStatus status) {
    return status.isDigit() && session.payment().isPresent();
  }

  private static void digit(DecisionBuilder builder, PaymentStatus status, boolean stale) {
    if (stale
        || builder.state() != SessionState.CAPTURING
        || !status.capture().equals(builder.session().capture())
        || status.isOfSecondEntry() != builder.session().secondEntry()) {
      return;
    }
    status
        .capture()
        .ifPresent(field -> builder.showDigits(field, status.masks().getOrDefault(field, "")));
  }

  private static void handleAfterEnd(DecisionBuilder builder, PaymentStatus status, boolean stale) {
    final boolean orphan = builder.session().payment().isEmpty();
    builder.record(new SessionEvent.StatusReceived(status, stale));
    final boolean hasSucceeded =
        builder.state() == SessionState.PAID || builder.state() == SessionState.TOKENIZED;
    if (status.result().equals(Optional.of(PayResult.SUCCESS)) && !hasSucceeded) {
      builder.record(
          new SessionEvent.AlarmRaised(
              "Twilio reported a success after the session was " + builder.state()));
    } else if (orphan && status.result().isEmpty()) {
      builder.record(new SessionEvent.PaymentOrphaned(status.payment()));
    }
  }

  private static void rejected(
      DecisionBuilder builder, PaymentStatus status, ErrorType error, boolean isCurrent) {
    if (error == ErrorType.SESSION_IN_PROGRESS && isUntouched(builder.session())) {
      handleOtherSession(builder);
      return;
    }
    final Optional<CaptureField> field = builder.session().capture();
    if (builder.state() != SessionState.CAPTURING
        || !status.capture().or(() -> field).equals(field)
        || isOfOtherEntry(builder.session(), status, error)
        || !isCurrent) {
      return;
    }
    // Twilio still has the first entry; other errors may have discarded it.
    final boolean second = builder.session().secondEntry() && error == ErrorType.INPUT_TIMEOUT;
    builder.record(new SessionEvent.FieldRejected(field.orElseThrow(), error));
    final int rejections = builder.session().field(field.get()).rejections();
    if (builder.session().request().advance().isByClient()) {
      builder.record(new SessionEvent.CaptureParked(error.wire()));
    } else if (error == ErrorType.CODE_BEFORE_CARD) {
      builder.record(new SessionEvent.CaptureRequested(CaptureField.PAYMENT_CARD_NUMBER, 1));
    } else if (rejections <= error.maxAutomaticRequests()) {
      builder.record(new SessionEvent.CaptureRequested(field.get(), rejections + 1, second));
    } else {
      builder.record(new SessionEvent.CaptureParked(error.wire()));
    }
  }

  /// Whether an error is about the entry before or after the current one. Twilio does not document
  /// which of the two names a mismatch has.
  private static boolean isOfOtherEntry(PaySession session, PaymentStatus status, ErrorType error) {
    if (session.secondEntry()) {
      return status.capture().isPresent()
          && !status.isOfSecondEntry()
          && error != ErrorType.INPUT_MATCHING_FAILED;
    }
    return status.isOfSecondEntry();
  }

  /// Whether Twilio has not yet captured anything for this session.
  private static boolean isUntouched(PaySession session) {
    return !session.captureConfirmed()
        && !session.secondEntry()
        && session.fields().values().stream().allMatch(FieldState.UNTOUCHED::equals);
  }

  /// Another Pay session is active on the call, so Twilio ended ours when it was created. Cancel it
  /// anyway, because Twilio's docs do not say that it is gone.
  private static void handleOtherSession(DecisionBuilder builder) {
    final String why = "another Pay session is active on this call";
    if (builder.state().isBeforeSubmit()) {
      builder.endUnpaid(new SessionEvent.SessionFailed(why));
    } else if (builder.state() == SessionState.CANCELLING) {
      builder.endUnpaid(new SessionEvent.SessionCancelled(why));
    }
  }

  private static void progress(DecisionBuilder builder, PaymentStatus status, boolean isCurrent) {
    if (status.capture().isPresent() && status.required().isPresent()) {
      captured(builder, status, status.required().get(), isCurrent);
    }
    if (builder.state() == SessionState.IDLE && builder.session().captureNumber() == 0) {
      builder.advance(); // the Payment was just opened
    }
  }

  private static void captured(
      DecisionBuilder builder,
      PaymentStatus status,
      List<CaptureField> required,
      boolean isCurrent) {
    final Optional<CaptureField> typed =
        builder.session().capture().filter(_ -> builder.state() == SessionState.CAPTURING);
    final boolean done =
        typed.isPresent()
            && typed.equals(status.capture())
            && !required.contains(typed.get())
            && isCurrent;
    for (CaptureField field : CaptureField.values()) {
      final FieldState known = builder.session().field(field);
      final boolean reported =
          status.capture().equals(Optional.of(field)) || !known.mask().isEmpty();
      final boolean awaited = typed.equals(Optional.of(field)) && !done;
      if (!known.captured() && !required.contains(field) && reported && !awaited) {
        builder.record(new SessionEvent.FieldCaptured(field));
      }
    }
    if (isCurrent && builder.session().isFirstEntryDone(status)) {
      final int rejections = builder.session().field(typed.orElseThrow()).rejections();
      builder.record(new SessionEvent.CaptureRequested(typed.get(), rejections + 1, true));
    }
    final boolean nothingMissing = builder.state() == SessionState.IDLE && required.isEmpty();
    final boolean missingAgain = builder.state() == SessionState.READY && !required.isEmpty();
    if (done || nothingMissing || missingAgain) {
      builder.advance();
    }
  }
}
