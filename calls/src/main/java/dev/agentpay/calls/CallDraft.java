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

/// Draft of one decision about calls, agents and UUIs: the loaded aggregates, the events recorded
/// so far, and the tasks that follow from them.
final class CallDraft {
  /// How long to wait for a recalled caller's webhook before recalling again, and how often to look
  /// for an agent for a waiting caller. Longer than the redirect request and the resulting webhook
  /// can take together.
  static final Duration RECALL_TIMEOUT = Duration.ofSeconds(15);

  private final Draft draft;
  private final Situation situation;
  private final Map<CallSid, Optional<Instant>> deadlines = new LinkedHashMap<>();
  private final Set<AgentId> touched = new HashSet<>();
  private boolean queueMayMove;
  private boolean lookScheduled;

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

  /// Returns the call with this sid, which must exist.
  Call existing(CallSid sid) {
    return call(sid).orElseThrow();
  }

  /// Adds a call that a query returned to the draft.
  Call track(Call stored) {
    return draft.track(CallSchema.CALL, stored);
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
    // The caller left the queue, so the agent who was ready may be free for the next caller.
    queueMayMove |= before.filter(Call::waits).isPresent() && !after.waits();
    return after;
  }

  Agent record(AgentId id, AgentEvent event) {
    touched.add(id);
    final Agent after = draft.record(CallSchema.AGENT, id.value(), event);
    queueMayMove |= after.isReady();
    return after;
  }

  UuiEntry record(Uui uui, UuiEvent event) {
    return draft.record(CallSchema.UUI, uui.value(), event);
  }

  /// Makes the append fail if the call changes before it.
  void dependsOn(CallSid sid) {
    draft.dependsOn(CallSchema.CALL, sid.value());
  }

  /// Makes the append fail if the UUI's entry changes before it.
  void dependsOn(Uui uui) {
    draft.dependsOn(CallSchema.UUI, uui.value());
  }

  /// Makes the append fail if a payment is open on the call.
  void needsNoPayment(CallSid sid) {
    draft.needsFree(PaySessions.hold(sid));
  }

  void endPayments(CallSid sid, String why) {
    situation.endPayments(draft, sid, why);
  }

  /// Agents who can be given a call, longest idle first.
  List<Agent> readyAgents() {
    final List<Agent> ready = new ArrayList<>();
    for (Agent stored : situation.readyAgents()) {
      final Agent now = draft.track(CallSchema.AGENT, stored);
      if (now.isReady() && !touched.contains(now.id())) {
        ready.add(now);
      }
    }
    touched.stream()
        .sorted(Comparator.comparing(AgentId::value))
        .map(this::agent)
        .filter(Agent::isReady)
        .forEach(ready::add); // idle only since now, so last
    return ready;
  }

  /// Adds a task that redirects this waiting caller to our webhook.
  void scheduleRecall(Call call) {
    draft.put(Task.of(queue(call.sid()), call.version(), new RecallCaller(call.sid()), draft.at()));
  }

  /// Recalls as many waiting callers as there are ready agents, oldest call first. An agent who
  /// missed a call is not rung for it again before its hold music has ended.
  void recallWaiting() {
    final List<Agent> ready = readyAgents();
    if (ready.isEmpty()) {
      return;
    }
    for (Call stored : situation.waitingCalls()) {
      final Call call = track(stored);
      final Optional<Agent> candidate =
          ready.stream().filter(agent -> !call.missed().contains(agent.id())).findFirst();
      if (call.waits() && candidate.isPresent()) {
        ready.remove(candidate.get());
        if (isDue(call)) {
          scheduleRecall(record(call.sid(), new CallEvent.CallerRecalled()));
        }
      }
    }
  }

  private boolean isDue(Call call) {
    return deadline(call).filter(due -> !due.isAfter(draft.at())).isPresent()
        || call.waiting().filter(w -> w.recalled().isEmpty()).isPresent();
  }

  /// Whether a caller may have started to wait while an agent became free, without a task that
  /// would notice. No caller was waiting when this decision was made, so no such task was added.
  boolean mayHaveMissedCaller() {
    return queueMayMove && !lookScheduled;
  }

  /// Adds the tasks that follow from the recorded events.
  void finish() {
    // A task, not part of this append: the end of a call must not depend on other waiting calls.
    if (queueMayMove && situation.isAnybodyWaiting()) {
      draft.put(LookForCallers.task(draft.at()));
      lookScheduled = true;
    }
    deadlines.forEach(
        (sid, before) -> {
          final Optional<Instant> due = deadline(existing(sid));
          if (!due.equals(before)) {
            due.ifPresentOrElse(
                at -> draft.put(Task.deadline(queue(sid), new WaitDeadline(sid), at)),
                () -> draft.remove(new Task.Id(queue(sid), Task.DEADLINE)));
          }
        });
  }

  /// When to look for an agent again if no event triggers it earlier.
  private static Optional<Instant> deadline(Call call) {
    return call.waiting().map(w -> w.recalled().orElse(w.since()).plus(RECALL_TIMEOUT));
  }

  private static String queue(CallSid sid) {
    return CallSchema.CALL.stream(sid.value()).toString();
  }
}
