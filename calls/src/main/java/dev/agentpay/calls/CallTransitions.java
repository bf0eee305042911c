package dev.agentpay.calls;

import static dev.agentpay.calls.AgentState.AWAY;
import static dev.agentpay.calls.AgentState.BUSY;
import static dev.agentpay.calls.AgentState.READY;
import static dev.agentpay.calls.CallState.ANSWERED;
import static dev.agentpay.calls.CallState.ARRIVED;
import static dev.agentpay.calls.CallState.ENDED;
import static dev.agentpay.calls.CallState.RINGING;
import static dev.agentpay.calls.CallState.WAITING;
import static dev.agentpay.calls.UuiState.AWAITED;
import static dev.agentpay.calls.UuiState.KNOWN;

import dev.agentpay.events.Event;
import java.util.ArrayList;
import java.util.List;

/// State machines of calls, agents and UUIs as data: the state changes that each event may cause.
/// Every event is checked against them, and the diagrams in the docs are generated from them.
public final class CallTransitions {
  /// One allowed transition.
  public record Move(Enum<?> from, Class<? extends Event> event, Enum<?> to) {}

  /// All allowed transitions.
  public static final List<Move> ALL = table();

  private CallTransitions() {}

  /// @throws IllegalStateException if the transition is not allowed
  static void check(Enum<?> from, Event event, Enum<?> to) {
    if (!ALL.contains(new Move(from, event.getClass(), to))) {
      throw new IllegalStateException(
          "%s must not move the state from %s to %s"
              .formatted(event.getClass().getSimpleName(), from, to));
    }
  }

  private static List<Move> table() {
    final List<Move> moves = new ArrayList<>();
    calls(moves);
    agents(moves);
    uuis(moves);
    return List.copyOf(moves);
  }

  private static void calls(List<Move> moves) {
    add(moves, CallEvent.AgentRung.class, RINGING, ARRIVED, WAITING, RINGING);
    add(moves, CallEvent.AgentMissed.class, ARRIVED, RINGING);
    add(moves, CallEvent.CallerWaits.class, WAITING, ARRIVED, WAITING);
    add(moves, CallEvent.CallerRecalled.class, WAITING, WAITING);
    add(moves, CallEvent.AgentAnswered.class, ANSWERED, ARRIVED, WAITING, RINGING, ANSWERED);
    add(moves, CallEvent.CallAnswered.class, ANSWERED, ARRIVED, WAITING, RINGING);
    add(moves, CallEvent.CallClaimed.class, ARRIVED, ARRIVED, WAITING, RINGING);
    add(moves, CallEvent.CallAssigned.class, ARRIVED, ARRIVED, WAITING, RINGING);
    add(moves, CallEvent.CallLeft.class, ARRIVED, ARRIVED, RINGING);
    // An agent who dialled the customer may hang up before an answer.
    add(moves, CallEvent.AgentHungUp.class, ARRIVED, ARRIVED);
    add(moves, CallEvent.AgentHungUp.class, RINGING, RINGING);
    for (Class<? extends Event> unchanged :
        List.of(
            CallEvent.AgentRung.class,
            CallEvent.AgentMissed.class,
            CallEvent.CallerWaits.class,
            CallEvent.CallerRecalled.class,
            CallEvent.AgentHungUp.class,
            CallEvent.CallClaimed.class,
            CallEvent.CallAssigned.class,
            CallEvent.CallLeft.class)) {
      add(moves, unchanged, ANSWERED, ANSWERED);
    }
    add(moves, CallEvent.CallEnded.class, ENDED, ARRIVED, WAITING, RINGING, ANSWERED);
  }

  private static void agents(List<Move> moves) {
    add(moves, AgentEvent.AgentReady.class, READY, AWAY);
    add(moves, AgentEvent.AgentReady.class, BUSY, BUSY);
    add(moves, AgentEvent.AgentAway.class, AWAY, AWAY, READY);
    add(moves, AgentEvent.AgentAway.class, BUSY, BUSY);
    add(moves, AgentEvent.AgentBusy.class, BUSY, AWAY, READY, BUSY);
    add(moves, AgentEvent.AgentFreed.class, AWAY, BUSY);
    add(moves, AgentEvent.AgentFreed.class, READY, BUSY);
    add(moves, AgentEvent.AgentFreed.class, BUSY, BUSY);
  }

  private static void uuis(List<Move> moves) {
    add(moves, UuiEvent.UuiMapped.class, KNOWN, KNOWN);
    add(moves, UuiEvent.UuiMapped.class, AWAITED, AWAITED);
    // A claim that was not withdrawn has expired, and another replaces it.
    add(moves, UuiEvent.UuiAwaited.class, AWAITED, KNOWN, AWAITED);
    add(moves, UuiEvent.UuiLeft.class, KNOWN, AWAITED);
    add(moves, UuiEvent.UuiServed.class, KNOWN, AWAITED);
  }

  private static void add(
      List<Move> moves, Class<? extends Event> event, Enum<?> to, Enum<?>... from) {
    for (Enum<?> state : from) {
      moves.add(new Move(state, event, to));
    }
  }
}
