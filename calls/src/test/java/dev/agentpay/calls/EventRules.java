package dev.agentpay.calls;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules for single events of calls and UUIs, given the state before them.
final class EventRules implements Invariants.Watcher {
  private final Invariants invariants;
  private final Map<Uui, UuiEntry> uuis = new LinkedHashMap<>();

  EventRules(Invariants invariants) {
    this.invariants = invariants;
  }

  @Override
  public void accept(Append append, Map<CallSid, Call> calls) {
    for (Append.StreamAppend stream : append.streams()) {
      switch (stream.after()) {
        case Call after ->
            call(Optional.ofNullable(calls.get(after.sid())), after, stream.events());
        case UuiEntry after -> {
          uui(uuis.getOrDefault(after.uui(), UuiEntry.unknown(after.uui())), stream.events());
          uuis.put(after.uui(), after);
        }
        default -> {}
      }
    }
  }

  private void call(Optional<Call> first, Call last, List<EventEnvelope> events) {
    Optional<Call> before = first;
    for (EventEnvelope event : events) {
      before.ifPresent(call -> check(call, event));
      before = Optional.of(Call.evolve(before, event));
    }
    final Optional<AgentId> owner = first.flatMap(Call::owner);
    final boolean changesHands =
        owner.isPresent() && last.agent().isPresent() && !owner.equals(last.agent());
    if (changesHands
        && events.stream().noneMatch(e -> e.event() instanceof CallEvent.AgentMissed)) {
      invariants.check(
          events.stream()
              .anyMatch(
                  e ->
                      e.event() instanceof CallEvent.CallLeft
                          || e.event() instanceof CallEvent.AgentAnswered),
          "the owner changes without CallLeft or AgentAnswered",
          events);
    }
  }

  private void check(Call before, EventEnvelope event) {
    switch (event.event()) {
      case CallEvent.AgentRung(AgentId agent) -> {
        final boolean again = before.isOf(agent);
        invariants.check(
            again
                || !before.missed().contains(agent)
                || event.origin().cause().equals("CallerArrived"),
            "rung again for a call that they missed",
            event);
      }
      case CallEvent.CallerRecalled _ -> checkRecall(before, event);
      case CallEvent.CallClaimed _ -> {
        if (event.origin().cause().startsWith(Staff.CLAIM_BY_UUI)) {
          checkUnderUui(before, event);
        }
      }
      case CallEvent.CallLeft _ ->
          invariants.check(
              !event.origin().cause().equals(Staff.CLAIM_BY_SID),
              "claimed by CallSid although another agent owns it",
              event);
      default -> {}
    }
  }

  private void checkRecall(Call before, EventEnvelope event) {
    final Optional<Instant> last = before.waiting().flatMap(Call.Waiting::recalled);
    invariants.check(
        last.isEmpty() || !last.get().plus(CallDraft.RECALL_TIMEOUT).isAfter(event.at()),
        "recalled again before the time-out",
        event);
    if (invariants.isQuiet()) {
      invariants.check(
          invariants.agents().stream()
              .anyMatch(a -> a.isReady() && !before.missed().contains(a.id())),
          "recalled although no suitable agent is ready",
          event);
    }
  }

  private void uui(UuiEntry first, List<EventEnvelope> events) {
    UuiEntry before = first;
    for (EventEnvelope event : events) {
      final Optional<AgentId> awaitedBy = awaitedBy(before, event.at());
      switch (event.event()) {
        case UuiEvent.UuiMapped(Uui uui, CallSid sid) ->
            awaitedBy.ifPresent(agent -> checkServed(agent, sid, uui));
        case UuiEvent.UuiAwaited(Uui _, AgentId agent) ->
            invariants.check(
                awaitedBy.isEmpty(), "two claims wait under one UUI", List.of(agent, before));
        case UuiEvent.UuiLeft(Uui _, AgentId agent) -> checkWithdrawal(agent, event);
        case UuiEvent.UuiServed(AgentId agent, CallSid _) ->
            invariants.check(
                awaitedBy.equals(Optional.of(agent)),
                "a claim that does not wait got a call",
                event);
        default -> {}
      }
      before = before.evolve(event);
    }
  }

  /// A waiting claim gets the call unless another agent's payment is open.
  private void checkServed(AgentId agent, CallSid sid, Uui uui) {
    final Optional<Call> call = invariants.call(sid).filter(Call::isLive);
    final boolean isPaidOn =
        invariants.sessions().stream()
            .anyMatch(s -> s.request().call().equals(sid) && s.holdsCall());
    invariants.check(
        call.isEmpty() || isPaidOn || call.get().owner().equals(Optional.of(agent)),
        "a waiting claim does not get its call",
        List.of(agent, uui, call));
  }

  private void checkWithdrawal(AgentId agent, EventEnvelope event) {
    final Actor actor = event.origin().actor();
    invariants.check(
        actor.role() == Actor.Role.SUPERVISOR || actor.name().equals(agent.value()),
        "withdraws another agent's claim",
        event);
  }

  private void checkUnderUui(Call call, EventEnvelope event) {
    final String uui = event.origin().cause().substring(Staff.CLAIM_BY_UUI.length() + 1);
    invariants.check(
        Optional.ofNullable(uuis.get(new Uui(uui)))
            .filter(
                entry -> entry.calls().stream().anyMatch(m -> isKept(m, call.sid(), event.at())))
            .isPresent(),
        "claimed under an expired UUI mapping",
        event);
  }

  /// Computed independently, so that an error in [UuiEntry#awaitedBy] is noticed.
  private static Optional<AgentId> awaitedBy(UuiEntry entry, Instant at) {
    return entry
        .awaited()
        .filter(claim -> claim.at().plus(World.UUI_KEPT).isAfter(at))
        .map(UuiEntry.Awaited::agent);
  }

  private static boolean isKept(UuiEntry.Mapped mapped, CallSid sid, Instant at) {
    return mapped.call().equals(sid) && mapped.at().plus(World.UUI_KEPT).isAfter(at);
  }
}
