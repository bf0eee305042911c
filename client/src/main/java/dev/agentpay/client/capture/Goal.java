package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a method waits for. Pure.
enum Goal {
  /// Twilio has opened the payment.
  OPENED("opened"),
  /// All fields are captured.
  CAPTURED("captured completely"),
  /// The submitted payment is paid or tokenized.
  SUBMITTED("paid or tokenized"),
  /// The payment is cancelled.
  CANCELLED("cancelled");

  private static final Set<SessionState> BEFORE_SUBMIT =
      EnumSet.of(SessionState.IDLE, SessionState.CAPTURING, SessionState.READY);

  private final String words;

  Goal(String words) {
    this.words = words;
  }

  /// The goal in words: "the payment was not …".
  String words() {
    return words;
  }

  /// Whether the session is past the point at which the goal was reached or missed.
  boolean isDecided(PaySession session) {
    return isReached(session) || missed(session).isPresent();
  }

  /// The session, if the goal is reached.
  ///
  /// @throws CaptureException if it is missed
  PaySession check(PaySession session) {
    if (!isReached(session)) {
      throw missed(session)
          .orElseThrow(() -> new IllegalStateException("not decided: " + session.state()));
    }
    return session;
  }

  private boolean isReached(PaySession session) {
    final SessionState state = session.state();
    return switch (this) {
      case OPENED -> state != SessionState.OPENING && !PaymentEvents.isOver(session);
      case CAPTURED ->
          state == SessionState.READY
              || state == SessionState.COMPLETING
              || PaymentEvents.isTaken(session);
      case SUBMITTED -> PaymentEvents.isTaken(session);
      case CANCELLED -> state == SessionState.CANCELLED;
    };
  }

  private Optional<CaptureException> missed(PaySession session) {
    if (PaymentEvents.isOver(session)) {
      return Optional.of(CaptureException.ofEnd(session));
    }
    if (this == SUBMITTED && BEFORE_SUBMIT.contains(session.state())) {
      return Optional.of(
          new CaptureException(
              CaptureException.Code.NOT_SUBMITTED,
              "a field is still missing; wait until all are captured, and submit again",
              Optional.of(session)));
    }
    return Optional.empty();
  }
}
