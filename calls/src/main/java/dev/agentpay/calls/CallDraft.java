package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Draft;
import dev.agentpay.events.Task;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One decision about calls, agents and UUIs in the making: what is known, what was recorded so
/// far, and the tasks that follow from it.
final class CallDraft {
  /// A call that is told to ask has done so by then, or could not be told: longer than a request to
  /// Twilio and its question may take together. So often is looked for an agent for who waits.
  static final Duration ASKS_WITHIN = Duration.ofSeconds(15);

  private final Draft draft;
  private final Situation situation;
  private final Map<CallSid, Optional<Instant>> deadlines = new LinkedHashMap<>();
  private final Set<AgentId> touched = new HashSet<>();
  private boolean queueMoves;
  private boolean looksLater;

  CallDraft(Draft draft, Situation situation) {
    this.draft = draft;
    this.situation = situation;
  }

  Instant at() {
    return draft.at();
  }

  Situation situation() {
    return situation;
  }

  Optional<Call> call(CallSid sid) {
    return draft.find(CallSchema.CALL, sid.value());
  }

  /// The call of this sid, which has begun.
  Call known(CallSid sid) {
    return call(sid).orElseThrow();
  }

  /// Takes note of a call that was read by a query.
  Call know(Call stored) {
    return draft.know(CallSchema.CALL, stored);
  }

  Agent agent(AgentId id) {
    return draft.find(CallSchema.AGENT, id.value()).orElseGet(() -> Agent.unknown(id));
  }

  UuiEntry uui(Uui uui) {
    return draft.find(CallSchema.UUI, uui.value()).orElseGet(() -> UuiEntry.unknown(uui));
  }

  Call record(CallSid sid, CallEvent event) {
    final Optional<Call> before = call(sid);
    deadlines.putIfAbsent(sid, before.flatMap(CallDraft::deadline));
    final Call after = draft.record(CallSchema.CALL, sid.value(), event);
    // A caller who was told to ask leaves the queue: the agent who was ready is there for the next.
    queueMoves |= before.filter(Call::waits).isPresent() && !after.waits();
    return after;
  }

  Agent record(AgentId id, AgentEvent event) {
    touched.add(id);
    final Agent after = draft.record(CallSchema.AGENT, id.value(), event);
    queueMoves |= after.isReady();
    return after;
  }

  UuiEntry record(Uui uui, UuiEvent event) {
    return draft.record(CallSchema.UUI, uui.value(), event);
  }

  /// The decision holds only as long as nothing happens to the call.
  void dependsOn(CallSid sid) {
    draft.dependsOn(CallSchema.CALL, sid.value());
  }

  /// The decision holds only as long as nothing happens under the UUI.
  void dependsOn(Uui uui) {
    draft.dependsOn(CallSchema.UUI, uui.value());
  }

  /// The decision holds only as long as no payment is open on the call.
  void needsNoPayment(CallSid sid) {
    draft.needsFree(PaySessions.hold(sid));
  }

  void endPayments(CallSid sid, String why) {
    situation.endPayments(draft, sid, why);
  }

  /// Agents who can be given a call now, longest idle first.
  List<Agent> readyAgents() {
    final List<Agent> ready = new ArrayList<>();
    for (Agent stored : situation.readyAgents()) {
      final Agent now = draft.know(CallSchema.AGENT, stored);
      if (now.isReady() && !touched.contains(now.id())) {
        ready.add(now);
      }
    }
    touched.stream()
        .sorted(Comparator.comparing(AgentId::value))
        .map(this::agent)
        .filter(Agent::isReady)
        .forEach(ready::add); // since now: behind all others
    return ready;
  }

  /// The caller of this call is told to ask what to do.
  void tellToAsk(Call call) {
    draft.put(Task.of(queue(call.sid()), call.version(), new RecallCaller(call.sid()), draft.at()));
  }

  /// Recalls as many callers who wait as agents are ready, the longest first. Those who have missed
  /// a call are not rung for it again before its music is over.
  void recallWaiting() {
    final List<Agent> ready = readyAgents();
    if (ready.isEmpty()) {
      return;
    }
    for (Call stored : situation.waitingCalls()) {
      final Call call = know(stored);
      final Optional<Agent> taker =
          ready.stream().filter(agent -> !call.missed().contains(agent.id())).findFirst();
      if (call.waits() && taker.isPresent()) {
        ready.remove(taker.get());
        if (isDue(call)) {
          tellToAsk(record(call.sid(), new CallEvent.CallerRecalled()));
        }
      }
    }
  }

  private boolean isDue(Call call) {
    return deadline(call).filter(due -> !due.isAfter(draft.at())).isPresent()
        || call.waiting().filter(w -> w.recalled().isEmpty()).isPresent();
  }

  /// Whether there may be an agent for a caller who begins to wait in this moment: no task looks.
  boolean mayBeWaitedFor() {
    return queueMoves && !looksLater;
  }

  /// What follows from everything that was recorded.
  void finish() {
    // In an append of its own: the end of a call must not depend on who waits for another.
    if (queueMoves && situation.isAnybodyWaiting()) {
      draft.put(LookForCallers.task(draft.at()));
      looksLater = true;
    }
    deadlines.forEach(
        (sid, before) -> {
          final Optional<Instant> due = deadline(known(sid));
          if (!due.equals(before)) {
            due.ifPresentOrElse(
                at -> draft.put(Task.deadline(queue(sid), new WaitDeadline(sid), at)),
                () -> draft.remove(new Task.Id(queue(sid), Task.DEADLINE)));
          }
        });
  }

  /// When it is looked for an agent again by itself.
  private static Optional<Instant> deadline(Call call) {
    return call.waiting().map(w -> w.recalled().orElse(w.since()).plus(ASKS_WITHIN));
  }

  private static String queue(CallSid sid) {
    return CallSchema.CALL.stream(sid.value()).toString();
  }
}
