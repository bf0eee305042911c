package dev.agentpay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Who takes calls: who is ready, and which call keeps whom. Every method blocks until what it
/// changed is durable.
public final class Agents {
  private final EventStore store;
  private final Changes changes;
  private final WaitingCallers waiting;

  Agents(EventStore store, Changes changes, WaitingCallers waiting) {
    this.store = store;
    this.changes = changes;
    this.waiting = waiting;
  }

  /// The agent of this name; away when nothing was ever recorded.
  public Agent find(AgentId id) {
    return changes.agent(id);
  }

  /// The agent takes calls from now on, or no longer. Whoever says that they are ready is also
  /// freed from a call that has ended without our noticing.
  public Agent available(AgentId id, boolean wantsCalls, Origin origin) {
    final Agent after =
        changes.change(
            id,
            origin,
            agent -> {
              final List<Event> events = new ArrayList<>();
              agent
                  .call()
                  .filter(sid -> wantsCalls && isOver(sid))
                  .ifPresent(sid -> events.add(new AgentEvent.AgentFreed(sid)));
              if (agent.wantsCalls() != wantsCalls || agent.version() == 0) {
                events.add(
                    wantsCalls ? new AgentEvent.AgentReady(id) : new AgentEvent.AgentAway(id));
              }
              return events;
            });
    tellIfReady(after);
    return after;
  }

  /// Who may be given a call now, longest idle first.
  List<Agent> ready() {
    return store.readyAgents();
  }

  /// The call keeps the agent from now on, unless another one does already.
  ///
  /// @return whether this call keeps them now
  boolean keep(AgentId id, CallSid sid, Origin origin) {
    return keep(id, sid, agent -> agent.call().isEmpty(), origin);
  }

  /// The same, but only an agent who is ready is kept.
  boolean keepReady(AgentId id, CallSid sid, Origin origin) {
    return keep(id, sid, Agent::isReady, origin);
  }

  private boolean keep(AgentId id, CallSid sid, Predicate<Agent> may, Origin origin) {
    return changes
        .change(
            id,
            origin,
            agent -> may.test(agent) ? List.of(new AgentEvent.AgentBusy(id, sid)) : List.of())
        .call()
        .filter(sid::equals)
        .isPresent();
  }

  /// The call no longer keeps the agent; another one that is theirs does.
  void free(AgentId id, CallSid sid, Origin origin) {
    if (find(id).call().filter(sid::equals).isEmpty()) {
      return;
    }
    changes.change(
        id,
        origin,
        agent ->
            agent.call().filter(sid::equals).isPresent()
                ? List.of(new AgentEvent.AgentFreed(sid))
                : List.of());
    store.liveCalls(Optional.of(id)).stream()
        .filter(call -> call.agent().filter(id::equals).isPresent() && !call.sid().equals(sid))
        .findFirst()
        .ifPresent(call -> keep(id, call.sid(), origin));
    tellIfReady(find(id));
  }

  private void tellIfReady(Agent agent) {
    if (agent.isReady()) {
      waiting.somebodyIsReady();
    }
  }

  /// Frees an agent from a call that has ended.
  void freeIfOver(Agent busy, Origin origin) {
    busy.call().filter(this::isOver).ifPresent(sid -> free(busy.id(), sid, origin));
  }

  private boolean isOver(CallSid sid) {
    return changes.call(sid).filter(Call::isLive).isEmpty();
  }
}
