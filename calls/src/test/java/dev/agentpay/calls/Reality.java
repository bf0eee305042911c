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

/// Holds what is stored against what is so at Twilio: nobody waits in vain, and no word about a leg
/// is taken for another leg's.
final class Reality implements Invariants.Watcher {
  /// Within this a caller is rung for whom somebody is ready. Where something went wrong meanwhile,
  /// a dead node's lease and a deadline have to pass first.
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  private static final Duration AT_LAST = Duration.ofSeconds(30);

  private static final String GIVEN = " given to ";
  private static final Duration CALM = Duration.ofSeconds(30);

  private final Stage stage;
  private final CallModel model;
  private final Invariants invariants;
  private final Map<String, Instant> waits = new HashMap<>();

  Reality(Stage stage, CallModel model, Invariants invariants) {
    this.stage = stage;
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
                .ifPresent(_ -> missedWhileRinging(before, event, agent));
        case CallEvent.CallAnswered _ ->
            line(event)
                .filter(RungLine.class::isInstance)
                .ifPresent(line -> invariants.broken("answered while nobody talks", line.sid + ""));
        default -> {}
      }
    }
  }

  private void missedWhileRinging(Map<CallSid, Call> before, EventEnvelope event, AgentId agent) {
    final CallSid sid = new CallSid(event.stream().key());
    final Call call = before.get(sid);
    final Optional<Ring> ring = model.line(sid).flatMap(Line::ringing);
    if (call.rung() == ring.orElseThrow().number()) {
      invariants.broken("missed while it rings", agent + " " + event + " " + call);
    }
  }

  private Optional<Line> line(EventEnvelope event) {
    return model.line(new CallSid(event.stream().key()));
  }

  /// To be called every second.
  void look() {
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
          .ifPresent(agent -> now.add(call.sid() + GIVEN + agent));
    }
    waits.keySet().retainAll(now);
    now.forEach(pair -> waits.putIfAbsent(pair, stage.time().now()));
    waits.forEach(this::isNotTooLong);
  }

  private void isNotTooLong(String pair, Instant since) {
    final Instant disturbed = invariants.lastDisturbed();
    final boolean calm = disturbed.plus(CALM).isBefore(since);
    if (!calm && pair.contains(GIVEN)) {
      return; // a lost request is not repeated: the music's end is waited for
    }
    final Instant last =
        calm
            ? since.plus(AT_ONCE)
            : (disturbed.isAfter(since) ? disturbed.plus(CALM) : since).plus(AT_LAST);
    invariants.hold(stage.time().now().isBefore(last), "waits in vain", pair + " since " + since);
  }
}
