package dev.agentpay.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Runs calls and the agents who take them: which agent is rung, who owns which call, who is ready.
/// Every method blocks until what it changed is durable.
public final class Calls {
  private static final int MAX_RACES = 50;

  private final EventStore store;
  private final PaySessions sessions;
  private final Scheduler scheduler;

  public Calls(EventStore store, PaySessions sessions, Scheduler scheduler) {
    this.store = store;
    this.sessions = sessions;
    this.scheduler = scheduler;
  }

  /// A customer's call reached us. Picks the agent to ring: ready, and idle the longest.
  ///
  /// A repeated webhook gets the same answer.
  ///
  /// @return whom to ring; empty when nobody is ready
  public Optional<AgentId> arrived(CallSid sid, String from, String to, Origin origin) {
    final Call call = change(sid, origin, new CallEvent.CallArrived(sid, from, to), _ -> List.of());
    if (call.owner().isPresent() || !call.isLive()) {
      return call.owner().filter(_ -> call.isLive());
    }
    for (Agent ready : store.readyAgents()) {
      if (ring(sid, ready.id(), origin)) {
        return Optional.of(ready.id());
      }
    }
    return find(sid).filter(Call::isLive).flatMap(Call::owner);
  }

  /// The agent's softphone answered, on this leg.
  public void answered(CallSid sid, AgentId agent, CallSid leg, Origin origin) {
    change(
        sid,
        origin,
        Optional.empty(),
        call ->
            call.isLive() && call.agent().isEmpty()
                ? List.of(new CallEvent.AgentAnswered(agent, leg))
                : List.of());
  }

  /// The agent's softphone did not answer, or hung up.
  ///
  /// @param why Twilio's status of that leg: `no-answer`, `busy`, `completed`, …
  public void legEnded(CallSid sid, AgentId agent, String why, Origin origin) {
    change(
        sid,
        origin,
        Optional.empty(),
        call ->
            call.ringing().equals(Optional.of(agent))
                ? List.of(new CallEvent.AgentMissed(agent, why))
                : List.of());
    free(agent, sid, origin);
  }

  /// The customer's leg is over: so are its sessions, as far as they can be, and its agent is free.
  public void ended(CallSid sid, String why, Optional<Integer> seconds, Origin origin) {
    if (find(sid).isEmpty()) {
      return;
    }
    final AtomicReference<Optional<AgentId>> owner = new AtomicReference<>(Optional.empty());
    change(
        sid,
        origin,
        Optional.empty(),
        call -> {
          owner.set(call.owner());
          return call.isLive() ? List.of(new CallEvent.CallEnded(why, seconds)) : List.of();
        });
    owner.get().ifPresent(agent -> free(agent, sid, origin));
    sessions.callOver(sid, why, origin);
  }

  /// An agent says that a call is theirs.
  ///
  /// @throws RefusedException `UNKNOWN_CALL` when there is none or it is another's,
  ///   `CALL_NOT_IN_PROGRESS` when it is over
  public Call claim(CallSid sid, AgentId agent, Origin origin) {
    final Call call =
        find(sid)
            .filter(c -> c.agent().isEmpty() || c.agent().equals(Optional.of(agent)))
            .orElseThrow(
                () ->
                    new RefusedException(
                        Refusal.UNKNOWN_CALL, "no call of this CallSid is free to be claimed"));
    if (!call.isLive()) {
      throw new RefusedException(Refusal.CALL_NOT_IN_PROGRESS, "the call is over");
    }
    final Call after =
        change(
            sid,
            origin,
            Optional.empty(),
            now -> now.agent().isEmpty() ? List.of(new CallEvent.CallClaimed(agent)) : List.of());
    if (!after.agent().equals(Optional.of(agent))) {
      throw new RefusedException(Refusal.UNKNOWN_CALL, "another agent was quicker");
    }
    return after;
  }

  /// The agent takes calls from now on, or no longer. Whoever says that they are ready is also
  /// freed from a call that has ended without our noticing.
  public Agent available(AgentId id, boolean wantsCalls, Origin origin) {
    return change(
        id,
        origin,
        agent -> {
          final List<Event> events = new ArrayList<>();
          agent
              .call()
              .filter(sid -> wantsCalls && find(sid).filter(Call::isLive).isEmpty())
              .ifPresent(sid -> events.add(new AgentEvent.AgentFreed(sid)));
          if (agent.wantsCalls() != wantsCalls || agent.version() == 0) {
            events.add(wantsCalls ? new AgentEvent.AgentReady(id) : new AgentEvent.AgentAway(id));
          }
          return events;
        });
  }

  /// Frees an agent from a call that has ended.
  void freeIfOver(Agent busy, Origin origin) {
    busy.call()
        .filter(sid -> find(sid).filter(Call::isLive).isEmpty())
        .ifPresent(sid -> free(busy.id(), sid, origin));
  }

  /// The call of this sid.
  public Optional<Call> find(CallSid sid) {
    return store.load(StreamId.of(sid)).map(Call.class::cast);
  }

  /// The agent of this name; away when nothing was ever recorded.
  public Agent agent(AgentId id) {
    return store.load(id.stream()).map(Agent.class::cast).orElse(Agent.unknown(id));
  }

  /// Gives the call to the agent, then keeps the agent for it. In this order, a node that dies in
  /// between leaves an agent who is free, and never one who is busy for nothing.
  private boolean ring(CallSid sid, AgentId id, Origin origin) {
    if (!agent(id).isReady()) {
      return false;
    }
    final Call rung =
        change(
            sid,
            origin,
            Optional.empty(),
            call ->
                call.isLive() && call.owner().isEmpty()
                    ? List.of(new CallEvent.AgentRung(id))
                    : List.of());
    if (!rung.ringing().equals(Optional.of(id))) {
      return false;
    }
    final Agent kept =
        change(
            id,
            origin,
            agent -> agent.isReady() ? List.of(new AgentEvent.AgentBusy(id, sid)) : List.of());
    if (!kept.call().equals(Optional.of(sid))) {
      legEnded(sid, id, "busy", origin);
      return false;
    }
    if (find(sid).filter(Call::isLive).isEmpty()) {
      free(id, sid, origin);
      return false;
    }
    return true;
  }

  private void free(AgentId agent, CallSid sid, Origin origin) {
    change(
        agent,
        origin,
        now ->
            now.call().equals(Optional.of(sid))
                ? List.of(new AgentEvent.AgentFreed(sid))
                : List.of());
  }

  private Call change(CallSid sid, Origin origin, CallEvent.CallArrived first, Step<Call> step) {
    return change(sid, origin, Optional.of(first), step);
  }

  /// What the present state leads to.
  private interface Step<T> {
    List<? extends Event> decide(T now);
  }

  private Call change(
      CallSid sid, Origin origin, Optional<CallEvent.CallArrived> first, Step<Call> step) {
    for (int race = 0; race < MAX_RACES; race++) {
      final Optional<Call> known = find(sid);
      if (known.isEmpty() && first.isEmpty()) {
        throw new RefusedException(Refusal.UNKNOWN_CALL, "there is no such call");
      }
      final List<Recorded> events = new ArrayList<>();
      Call call;
      if (known.isPresent()) {
        call = known.get();
      } else {
        final Recorded arrived =
            new Recorded(
                StreamId.of(sid), 1, scheduler.now(), origin, Optional.empty(), first.get());
        events.add(arrived);
        call = Call.begin(arrived);
      }
      for (Event event : step.decide(call)) {
        call = record(events, call, event, origin);
      }
      if (events.isEmpty() || append(known.map(Call::version).orElse(0L), events, call)) {
        return call;
      }
    }
    throw new StoreUnavailableException("too many writers on " + sid, new IllegalStateException());
  }

  private Call record(List<Recorded> events, Call call, Event event, Origin origin) {
    final Instant at = scheduler.now();
    final Recorded bare =
        new Recorded(call.stream(), call.version() + 1, at, origin, call.owner(), event);
    final Call after = call.after(bare);
    // Whoever could see the call before or can see it now sees the event that changes that.
    final Optional<AgentId> audience = after.owner().or(call::owner);
    events.add(new Recorded(call.stream(), bare.number(), at, origin, audience, event));
    return after;
  }

  private Agent change(AgentId id, Origin origin, Step<Agent> step) {
    for (int race = 0; race < MAX_RACES; race++) {
      final Agent now = agent(id);
      final List<Recorded> events = new ArrayList<>();
      Agent after = now;
      for (Event event : step.decide(now)) {
        final Recorded recorded =
            new Recorded(
                id.stream(), after.version() + 1, scheduler.now(), origin, Optional.of(id), event);
        after = after.after(recorded);
        events.add(recorded);
      }
      if (events.isEmpty() || append(now.version(), events, after)) {
        return after;
      }
    }
    throw new StoreUnavailableException("too many writers on " + id, new IllegalStateException());
  }

  private boolean append(long expectedVersion, List<Recorded> events, Aggregate after) {
    final EventStore.AppendResult result =
        store.append(
            new EventStore.Append(
                after.stream(),
                expectedVersion,
                events,
                after,
                List.of(),
                Set.of(),
                Optional.empty()));
    return result instanceof EventStore.AppendResult.Appended;
  }
}
