package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which events lead from one state of a payment to the next. Pure; the JavaScript client has the
/// same in `payment.ts`.
final class PaymentEvents {
  private PaymentEvents() {}

  /// The events since `before`. After a broken connection several steps may have passed at once.
  ///
  /// @param before empty for the first state that the capture sees
  static List<CaptureEvent> between(Optional<PaySession> before, PaySession now) {
    final List<CaptureEvent> events = new ArrayList<>();
    if (before.flatMap(PaySession::payment).isEmpty() && now.payment().isPresent()) {
      events.add(CaptureEvent.Step.CAPTURING);
    }
    askedFor(before, now).forEach(field -> events.add(new CaptureEvent.AskedFor(field)));
    if (before.map(PaySession::state).filter(state -> state == now.state()).isEmpty()) {
      entered(now).ifPresent(events::add);
    }
    return events;
  }

  /// Whether the payment is paid or the card is a token.
  static boolean isTaken(PaySession session) {
    return session.state() == SessionState.PAID || session.state() == SessionState.TOKENIZED;
  }

  /// Whether nothing more is to be done here: the payment ended, or a person must resolve it.
  static boolean isOver(PaySession session) {
    return session.isFinal() || session.state() == SessionState.UNCONFIRMED;
  }

  private static Optional<CaptureEvent> entered(PaySession now) {
    if (now.state() == SessionState.READY) {
      return Optional.of(CaptureEvent.Step.CAPTURE_COMPLETE);
    }
    if (now.state() == SessionState.CANCELLED) {
      return Optional.of(CaptureEvent.Step.CANCELLED_CAPTURE);
    }
    if (isTaken(now)) {
      return Optional.of(new CaptureEvent.SubmitComplete(now));
    }
    return isOver(now) ? Optional.of(new CaptureEvent.Ended(now)) : Optional.empty();
  }

  private static List<CaptureField> askedFor(Optional<PaySession> before, PaySession now) {
    final List<CaptureField> asked = new ArrayList<>();
    if (before.isPresent()) {
      now.fields().stream()
          .filter(PaymentEvents::isCaptured)
          .map(Field::field)
          .filter(field -> !wasAskedFor(before.get(), field))
          .forEach(asked::add);
    }
    now.capturing()
        .filter(field -> !before.flatMap(PaySession::capturing).equals(Optional.of(field)))
        .ifPresent(asked::add);
    return asked;
  }

  private static boolean wasAskedFor(PaySession before, CaptureField field) {
    return before.capturing().equals(Optional.of(field))
        || before.field(field).filter(PaymentEvents::isCaptured).isPresent();
  }

  private static boolean isCaptured(Field field) {
    return field.state() == Field.State.CAPTURED;
  }
}
