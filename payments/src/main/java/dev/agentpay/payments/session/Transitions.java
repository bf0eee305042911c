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

/// Which event may move a session from which state to which: the state machine as data. Every move
/// is checked against it, and the diagram in the docs is drawn from it.
public final class Transitions {
  /// One arrow.
  public record Move(SessionState from, Class<? extends SessionEvent> event, SessionState to) {}

  /// Every arrow there is.
  public static final List<Move> ALL = table();

  private Transitions() {}

  /// The state that an event leads to; empty for those that only add to what is known.
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

  /// Whether there is such an arrow.
  static boolean leads(SessionState from, Class<? extends SessionEvent> event, SessionState to) {
    return ALL.contains(new Move(from, event, to));
  }

  /// @throws IllegalStateException when there is no such arrow
  static void check(SessionState from, SessionEvent event, SessionState to) {
    if (!leads(from, event.getClass(), to)) {
      throw new IllegalStateException(
          "%s does not lead from %s to %s".formatted(event.getClass().getSimpleName(), from, to));
    }
  }

  private static List<Move> table() {
    final List<Move> moves = new ArrayList<>();
    add(moves, SessionEvent.PaymentOpened.class, IDLE, OPENING);
    add(moves, SessionEvent.CaptureRequested.class, CAPTURING, IDLE, CAPTURING, READY, COMPLETING);
    add(moves, SessionEvent.CaptureParked.class, IDLE, CAPTURING, COMPLETING);
    add(moves, SessionEvent.AllCaptured.class, READY, IDLE, CAPTURING);
    add(moves, SessionEvent.SubmitRequested.class, COMPLETING, READY);
    add(
        moves,
        SessionEvent.CancelRequested.class,
        CANCELLING,
        OPENING,
        IDLE,
        CAPTURING,
        READY,
        CANCELLING);
    final SessionState[] open = {IDLE, CAPTURING, READY, COMPLETING, UNCONFIRMED, CANCELLING};
    add(moves, SessionEvent.SessionPaid.class, PAID, open);
    add(moves, SessionEvent.SessionTokenized.class, TOKENIZED, open);
    add(moves, SessionEvent.SessionDeclined.class, DECLINED, open);
    add(moves, SessionEvent.SessionCancelled.class, CANCELLED, IDLE, CAPTURING, READY, CANCELLING);
    add(moves, SessionEvent.SessionAbandoned.class, ABANDONED, OPENING, IDLE, CAPTURING, READY);
    add(
        moves,
        SessionEvent.SessionFailed.class,
        FAILED,
        OPENING,
        IDLE,
        CAPTURING,
        READY,
        COMPLETING,
        UNCONFIRMED);
    add(
        moves,
        SessionEvent.SessionUnconfirmed.class,
        UNCONFIRMED,
        IDLE,
        CAPTURING,
        READY,
        COMPLETING,
        CANCELLING);
    for (SessionState end : List.of(PAID, TOKENIZED, DECLINED, FAILED)) {
      add(moves, SessionEvent.SessionResolved.class, end, UNCONFIRMED);
    }
    return List.copyOf(moves);
  }

  private static void add(
      List<Move> moves,
      Class<? extends SessionEvent> event,
      SessionState to,
      SessionState... from) {
    for (SessionState state : from) {
      moves.add(new Move(state, event, to));
    }
  }
}
