package dev.agentpay.payments.session;

import static dev.agentpay.payments.session.SessionState.ABANDONED;
import static dev.agentpay.payments.session.SessionState.CANCELLED;
import static dev.agentpay.payments.session.SessionState.CANCELLING;
import static dev.agentpay.payments.session.SessionState.CAPTURING;
import static dev.agentpay.payments.session.SessionState.COMPLETING;
import static dev.agentpay.payments.session.SessionState.DECLINED;
import static dev.agentpay.payments.session.SessionState.FAILED;
import static dev.agentpay.payments.session.SessionState.IDLE;
import static dev.agentpay.payments.session.SessionState.OPENING;
import static dev.agentpay.payments.session.SessionState.PAID;
import static dev.agentpay.payments.session.SessionState.READY;
import static dev.agentpay.payments.session.SessionState.TOKENIZED;
import static dev.agentpay.payments.session.SessionState.UNCONFIRMED;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// State machine of pay sessions as data: the state changes that each event may cause. Every event
/// is checked against it, and the diagram in the docs is generated from it.
public final class Transitions {
  /// One allowed transition.
  public record Transition(
      SessionState from, Class<? extends SessionEvent> event, SessionState to) {}

  /// All allowed transitions.
  public static final List<Transition> ALL = table();

  private Transitions() {}

  /// The state after an event; empty if the event does not change the state.
  static Optional<SessionState> target(SessionEvent event) {
    return switch (event) {
      case SessionEvent.PaymentOpened _ -> Optional.of(IDLE);
      case SessionEvent.CaptureRequested _ -> Optional.of(CAPTURING);
      case SessionEvent.CaptureParked _ -> Optional.of(IDLE);
      case SessionEvent.AllCaptured _ -> Optional.of(READY);
      case SessionEvent.SubmitRequested _ -> Optional.of(COMPLETING);
      case SessionEvent.CancelRequested _ -> Optional.of(CANCELLING);
      case SessionEvent.SessionPaid _ -> Optional.of(PAID);
      case SessionEvent.SessionTokenized _ -> Optional.of(TOKENIZED);
      case SessionEvent.SessionDeclined _ -> Optional.of(DECLINED);
      case SessionEvent.SessionCancelled _ -> Optional.of(CANCELLED);
      case SessionEvent.SessionAbandoned _ -> Optional.of(ABANDONED);
      case SessionEvent.SessionFailed _ -> Optional.of(FAILED);
      case SessionEvent.SessionUnconfirmed _ -> Optional.of(UNCONFIRMED);
      case SessionEvent.SessionResolved resolved -> Optional.of(resolved.end());
      case SessionEvent.SessionStarted _,
          SessionEvent.StatusReceived _,
          SessionEvent.InstructionAccepted _,
          SessionEvent.InstructionFailed _,
          SessionEvent.CaptureAnticipated _,
          SessionEvent.CaptureAwaited _,
          SessionEvent.CaptureDiscarded _,
          SessionEvent.FieldCaptured _,
          SessionEvent.FieldRejected _,
          SessionEvent.LedgerAsked _,
          SessionEvent.CallReleased _,
          SessionEvent.AlarmRaised _,
          SessionEvent.PaymentAdopted _,
          SessionEvent.PaymentOrphaned _ ->
          Optional.empty();
    };
  }

  /// Whether the transition is allowed.
  static boolean allows(SessionState from, Class<? extends SessionEvent> event, SessionState to) {
    return ALL.contains(new Transition(from, event, to));
  }

  /// @throws IllegalStateException if the transition is not allowed
  static void check(SessionState from, SessionEvent event, SessionState to) {
    if (!allows(from, event.getClass(), to)) {
      throw new IllegalStateException(
          "%s must not move the state from %s to %s"
              .formatted(event.getClass().getSimpleName(), from, to));
    }
  }

  private static List<Transition> table() {
    final List<Transition> transitions = new ArrayList<>();
    add(transitions, SessionEvent.PaymentOpened.class, IDLE, OPENING);
    add(
        transitions,
        SessionEvent.CaptureRequested.class,
        CAPTURING,
        IDLE,
        CAPTURING,
        READY,
        COMPLETING);
    add(transitions, SessionEvent.CaptureParked.class, IDLE, CAPTURING, COMPLETING);
    add(transitions, SessionEvent.AllCaptured.class, READY, IDLE, CAPTURING);
    add(transitions, SessionEvent.SubmitRequested.class, COMPLETING, READY);
    add(
        transitions,
        SessionEvent.CancelRequested.class,
        CANCELLING,
        OPENING,
        IDLE,
        CAPTURING,
        READY,
        CANCELLING);
    final SessionState[] open = {IDLE, CAPTURING, READY, COMPLETING, UNCONFIRMED, CANCELLING};
    add(transitions, SessionEvent.SessionPaid.class, PAID, open);
    add(transitions, SessionEvent.SessionTokenized.class, TOKENIZED, open);
    add(transitions, SessionEvent.SessionDeclined.class, DECLINED, open);
    add(
        transitions,
        SessionEvent.SessionCancelled.class,
        CANCELLED,
        IDLE,
        CAPTURING,
        READY,
        CANCELLING);
    add(
        transitions,
        SessionEvent.SessionAbandoned.class,
        ABANDONED,
        OPENING,
        IDLE,
        CAPTURING,
        READY);
    add(
        transitions,
        SessionEvent.SessionFailed.class,
        FAILED,
        OPENING,
        IDLE,
        CAPTURING,
        READY,
        COMPLETING,
        UNCONFIRMED);
    add(
        transitions,
        SessionEvent.SessionUnconfirmed.class,
        UNCONFIRMED,
        IDLE,
        CAPTURING,
        READY,
        COMPLETING,
        CANCELLING);
    for (SessionState end : List.of(PAID, TOKENIZED, DECLINED, FAILED)) {
      add(transitions, SessionEvent.SessionResolved.class, end, UNCONFIRMED);
    }
    return List.copyOf(transitions);
  }

  private static void add(
      List<Transition> transitions,
      Class<? extends SessionEvent> event,
      SessionState to,
      SessionState... from) {
    for (SessionState state : from) {
      transitions.add(new Transition(state, event, to));
    }
  }
}
