package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares the stored state with the simulated Twilio: no caller waits in vain, and no callback
/// about one leg is applied to another.
final class TwilioConsistency implements Invariants.Watcher {
  /// How long a caller may wait while a suitable agent is ready. After a fault, a dead node's lease
  /// and a deadline have to pass first, so the longer bound applies.
  private static final Duration MAX_WAIT = Duration.ofSeconds(4);

  private static final Duration MAX_WAIT_AFTER_FAULT = Duration.ofSeconds(30);

  private static final String ASSIGNED = " assigned to ";
  private static final Duration FAULT_EFFECT = Duration.ofSeconds(30);

  private final Simulation simulation;
  private final CallModel model;
  private final Invariants invariants;
  private final Map<String, Instant> waits = new HashMap<>();

  TwilioConsistency(Simulation simulation, CallModel model, Invariants invariants) {
    this.simulation = simulation;
    this.model = model;
    this.invariants = invariants;
  }

  @Override
  public void accept(Append append, Map<CallSid, Call> before) {
    for (EventEnvelope event : append.events()) {
      switch (event.event()) {
        case CallEvent.AgentMissed(AgentId agent, String _) ->
            line(event)
                .flatMap(Line::ringing)
                .filter(ring -> ring.agent().equals(agent))
                .ifPresent(_ -> checkMissed(before, event, agent));
        case CallEvent.CallAnswered _ ->
            line(event)
                .filter(InboundLine.class::isInstance)
                .ifPresent(
                    line -> invariants.violation("answered although nobody talks", line.sid + ""));
        default -> {}
      }
    }
  }

  private void checkMissed(Map<CallSid, Call> before, EventEnvelope event, AgentId agent) {
    final CallSid sid = new CallSid(event.stream().key());
    final Call call = before.get(sid);
    final Optional<Ring> ring = model.line(sid).flatMap(Line::ringing);
    if (call.rung() == ring.orElseThrow().number()) {
      invariants.violation("missed while it rings", agent + " " + event + " " + call);
    }
  }

  private Optional<Line> line(EventEnvelope event) {
    return model.line(new CallSid(event.stream().key()));
  }

  /// Must be called every second.
  void check() {
    final Set<String> now = new HashSet<>();
    for (Call call : invariants.calls()) {
      if (!call.isLive()
          || call.answeredAt().isPresent()
          || model.line(call.sid()).filter(Line::hearsMusic).isEmpty()) {
        continue;
      }
      if (call.waits()) {
        invariants.agents().stream()
            .filter(agent -> agent.isReady() && !call.missed().contains(agent.id()))
            .forEach(agent -> now.add(call.sid() + " and " + agent.id()));
      }
      call.agent()
          .filter(agent -> call.ringing().isEmpty())
          .ifPresent(agent -> now.add(call.sid() + ASSIGNED + agent));
    }
    waits.keySet().retainAll(now);
    now.forEach(pair -> waits.putIfAbsent(pair, simulation.time().now()));
    waits.forEach(this::checkWait);
  }

  private void checkWait(String pair, Instant since) {
    final Instant lastFault = invariants.lastFault();
    final boolean calm = lastFault.plus(FAULT_EFFECT).isBefore(since);
    if (!calm && pair.contains(ASSIGNED)) {
      return; // a lost redirect is not repeated; the call returns when its music ends
    }
    final Instant last =
        calm
            ? since.plus(MAX_WAIT)
            : (lastFault.isAfter(since) ? lastFault.plus(FAULT_EFFECT) : since)
                .plus(MAX_WAIT_AFTER_FAULT);
    invariants.check(
        simulation.time().now().isBefore(last), "waits in vain", pair + " since " + since);
  }
}
