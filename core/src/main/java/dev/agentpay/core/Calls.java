package dev.agentpay.core;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// Runs calls: which agent is rung, who owns which call, when it is over. What Twilio tells comes
/// repeated and in any order. Every method blocks until what it changed is durable.
public final class Calls {
  private final PaySessions sessions;
  private final Changes changes;
  private final Agents agents;
  private final WaitingCallers waiting;

  /// @param recall tells a caller who waits that somebody is ready
  public Calls(EventStore store, PaySessions sessions, Scheduler scheduler, CallRecall recall) {
    this.sessions = sessions;
    this.changes = new Changes(store, scheduler);
    this.waiting = new WaitingCallers(store, changes, scheduler, recall);
    this.agents = new Agents(store, changes, waiting);
  }

  /// Who takes calls.
  public Agents agents() {
    return agents;
  }

  /// The call of this sid.
  public Optional<Call> find(CallSid sid) {
    return changes.call(sid);
  }

  /// A customer's call reached us, and a softphone is to be rung: of the agent who is ready and
  /// idle the longest, who has missed it only when there is nobody else. A repeated webhook gets
  /// the same answer.
  ///
  /// @return empty when nobody is ready
  public Optional<Ring> arrived(CallSid sid, String from, String to, Origin origin) {
    began(
        new CallEvent.CallArrived(
            sid, from, to, CallRoute.SOFTPHONE, Optional.empty(), Optional.empty()),
        origin);
    return again(sid, origin).or(() -> next(sid, _ -> true, origin));
  }

  /// A caller who waited was told that somebody is ready, and asks. Where the music was over by
  /// itself before, that has broken off a ringing: it begins anew.
  ///
  /// @return empty when whoever was ready is taken, or the call is over
  public Optional<Ring> recalled(CallSid sid, Origin origin) {
    changes.change(
        sid,
        origin,
        call ->
            call.isLive() && call.ringing().isPresent()
                ? List.of(new CallEvent.AgentRung(call.ringing().get()))
                : List.of());
    return again(sid, origin);
  }

  /// Nobody took the call where it rang: the next who is ready and has not missed it yet.
  ///
  /// @return empty when there is nobody else, or the call is over
  public Optional<Ring> again(CallSid sid, Origin origin) {
    final List<AgentId> missed = find(sid).map(Call::missed).orElse(List.of());
    return next(sid, agent -> !missed.contains(agent), origin);
  }

  /// Nobody is ready, and the caller hears music until somebody is.
  ///
  /// @return who became ready in this very moment, and is rung instead
  public Optional<Ring> waits(CallSid sid, Origin origin) {
    changes.change(
        sid,
        origin,
        call ->
            call.isLive()
                    && call.owner().isEmpty()
                    && call.waiting().filter(w -> w.recalled().isEmpty()).isEmpty()
                ? List.of(new CallEvent.CallerWaits())
                : List.of());
    return again(sid, origin);
  }

  /// A customer's call reached us, and this agent's own telephone is to be rung: ready or not, but
  /// not while another call keeps them.
  ///
  /// @return empty when one does
  public Optional<Ring> forwarded(
      CallSid sid, String from, String to, AgentId agent, Origin origin) {
    began(
        new CallEvent.CallArrived(
            sid, from, to, CallRoute.FORWARD, Optional.empty(), Optional.empty()),
        origin);
    return rung(sid)
        .or(
            () ->
                ring(sid, agent, agents.find(agent).call().isEmpty(), agents::keep, origin)
                    ? rung(sid)
                    : Optional.empty());
  }

  /// A customer's call began that no agent of ours is rung for: a PBX is dialled, or the customer
  /// is.
  public Call began(CallEvent.CallArrived arrived, Origin origin) {
    return changes.begin(arrived, origin, _ -> List.of());
  }

  /// An agent has this customer dialled: the call is theirs from the beginning, and stays whose it
  /// is when what is told later names the agent again.
  public Call dialled(CallEvent.CallArrived arrived, AgentId agent, Origin origin) {
    final Call call =
        changes.begin(
            arrived,
            origin,
            now ->
                now.isLive() && now.owner().isEmpty()
                    ? List.of(new CallEvent.CallClaimed(agent))
                    : List.of());
    if (isTheirs(call, agent)) {
      keep(agent, call.sid(), origin);
    }
    return call;
  }

  /// The customer talks to somebody whom we need not know: a PBX answered, or the customer whom it
  /// dialled.
  ///
  /// @param leg the other party's, if it is known
  public Call talks(CallSid sid, Optional<CallSid> leg, Origin origin) {
    return changes.change(
        sid,
        origin,
        call ->
            call.isLive() && call.answeredAt().isEmpty()
                ? List.of(new CallEvent.CallAnswered(leg))
                : List.of());
  }

  /// The agent answered, on this leg.
  public void answered(CallSid sid, AgentId agent, CallSid leg, Origin origin) {
    final Call after =
        changes.change(
            sid,
            origin,
            call ->
                call.isLive() && (call.agent().isEmpty() || isGiven(call, agent))
                    ? List.of(new CallEvent.AgentAnswered(agent, leg))
                    : List.of());
    // Another leg than the one that was told of first: they were rung anew while they talked. The
    // end of that one may have freed them.
    if (isTheirs(after, agent) && !after.agentLeg().equals(Optional.of(leg))) {
      keep(agent, sid, origin);
    }
  }

  /// The agent's leg is over: they did not answer, or hung up.
  ///
  /// @param ring the number with which the leg was rung
  /// @param why Twilio's status of that leg: `no-answer`, `busy`, `completed`, …
  public void legEnded(
      CallSid sid, AgentId agent, long ring, CallSid leg, String why, Origin origin) {
    final Call after =
        changes.change(
            sid,
            origin,
            call -> {
              final boolean rang = isRung(call, agent) && call.rung() == ring;
              if (!rang) {
                return List.of();
              }
              // Only an answered leg completes: that it was answered is told later, or never.
              return why.equals("completed") && call.isLive()
                  ? List.of(new CallEvent.AgentAnswered(agent, leg))
                  : List.of(new CallEvent.AgentMissed(agent, why));
            });
    if (!after.owner().equals(Optional.of(agent)) || after.agentLeg().equals(Optional.of(leg))) {
      agents.free(agent, sid, origin);
    }
  }

  /// A dial is over and nobody took the call: whoever was still rung has missed it.
  public void missed(CallSid sid, String why, Origin origin) {
    final Optional<Call> call = find(sid);
    final Optional<AgentId> ringing = call.flatMap(Call::ringing);
    if (ringing.isEmpty()) {
      return;
    }
    final Call after =
        changes.change(
            sid,
            origin,
            now ->
                isRung(now, ringing.get()) && now.rung() == call.get().rung()
                    ? List.of(new CallEvent.AgentMissed(ringing.get(), why))
                    : List.of());
    if (!after.owner().equals(ringing)) {
      agents.free(ringing.get(), sid, origin);
    }
  }

  /// The customer's leg is over: so are its sessions, as far as they can be, and its agent is free.
  public void ended(CallSid sid, String why, Optional<Integer> seconds, Origin origin) {
    if (find(sid).isEmpty()) {
      return;
    }
    final AtomicReference<Optional<AgentId>> owner = new AtomicReference<>(Optional.empty());
    changes.change(
        sid,
        origin,
        call -> {
          owner.set(call.owner());
          return call.isLive() ? List.of(new CallEvent.CallEnded(why, seconds)) : List.of();
        });
    owner.get().ifPresent(agent -> agents.free(agent, sid, origin));
    sessions.callOver(sid, why, origin);
  }

  /// Makes a live call this agent's, from nobody or from another, and keeps them for it.
  ///
  /// @param event that says so
  /// @param may whether it may be, by how the call stands; throws when not
  Call give(CallSid sid, AgentId agent, CallEvent event, Permission may, Origin origin) {
    final AtomicReference<Optional<AgentId>> before = new AtomicReference<>(Optional.empty());
    final AtomicBoolean waited = new AtomicBoolean();
    final Call after =
        changes.change(
            sid,
            origin,
            call -> {
              waited.set(call.waits());
              before.set(call.owner().filter(owner -> !owner.equals(agent)));
              if (call.agent().equals(Optional.of(agent))) {
                return List.of();
              }
              may.check(call);
              return before
                  .get()
                  .<List<Event>>map(owner -> List.of(new CallEvent.CallLeft(owner), event))
                  .orElse(List.of(event));
            });
    before.get().ifPresent(owner -> agents.free(owner, sid, origin));
    if (after.isLive()) {
      keep(agent, sid, origin);
    }
    if (waited.get()) {
      waiting.isTaken(sid);
    }
    return after;
  }

  /// Whether a call may be given to somebody.
  interface Permission {
    /// @throws RefusedException when not
    void check(Call call);
  }

  private Optional<Ring> next(CallSid sid, Predicate<AgentId> wanted, Origin origin) {
    find(sid).ifPresent(call -> ringOwner(call, origin));
    if (rung(sid).isPresent()) {
      return rung(sid);
    }
    for (Agent ready : agents.ready()) {
      if (wanted.test(ready.id())
          && ring(sid, ready.id(), agents.find(ready.id()).isReady(), agents::keepReady, origin)) {
        break;
      }
    }
    return rung(sid);
  }

  /// Whoever was given the call while its caller waited is rung for it.
  private void ringOwner(Call known, Origin origin) {
    known
        .agent()
        .filter(agent -> isGiven(known, agent))
        .ifPresent(
            agent ->
                changes.change(
                    known.sid(),
                    origin,
                    call ->
                        isGiven(call, agent) && call.ringing().isEmpty()
                            ? List.of(new CallEvent.AgentRung(agent))
                            : List.of()));
  }

  /// Who is rung for a live call now.
  private Optional<Ring> rung(CallSid sid) {
    return find(sid)
        .filter(Call::isLive)
        .flatMap(call -> call.owner().map(agent -> new Ring(agent, call.rung())));
  }

  /// How an agent is kept for a call.
  private interface Keeping {
    boolean keep(AgentId agent, CallSid sid, Origin origin);
  }

  /// Gives the call to the agent, then keeps the agent for it. In this order, a node that dies in
  /// between leaves an agent who is free, and never one who is busy for nothing.
  private boolean ring(CallSid sid, AgentId id, boolean isFree, Keeping keeping, Origin origin) {
    if (!isFree) {
      return false;
    }
    final Call rung =
        changes.change(
            sid,
            origin,
            call ->
                call.isLive() && call.owner().isEmpty()
                    ? List.of(new CallEvent.AgentRung(id))
                    : List.of());
    if (!isRung(rung, id)) {
      return false;
    }
    if (!keeping.keep(id, sid, origin)) {
      leave(rung, id, origin); // they were never rung: they have not missed it
      return false;
    }
    return !freeIfLost(sid, id, origin);
  }

  private void leave(Call rung, AgentId agent, Origin origin) {
    changes.change(
        rung.sid(),
        origin,
        call ->
            isRung(call, agent) && call.rung() == rung.rung()
                ? List.of(new CallEvent.CallLeft(agent))
                : List.of());
  }

  private void keep(AgentId agent, CallSid sid, Origin origin) {
    if (agents.keep(agent, sid, origin)) {
      freeIfLost(sid, agent, origin);
    }
  }

  /// The call may have ended, or become another's, while its agent was being kept for it: whoever
  /// ended or took it found nobody to free then.
  private boolean freeIfLost(CallSid sid, AgentId agent, Origin origin) {
    final boolean isLost = find(sid).filter(call -> isTheirs(call, agent)).isEmpty();
    if (isLost) {
      agents.free(agent, sid, origin);
    }
    return isLost;
  }

  private static boolean isTheirs(Call call, AgentId agent) {
    return call.isLive() && call.owner().equals(Optional.of(agent));
  }

  /// Whether the call is theirs, and they have not talked to the customer yet.
  private static boolean isGiven(Call call, AgentId agent) {
    return call.isLive() && call.agent().equals(Optional.of(agent)) && call.answeredAt().isEmpty();
  }

  private static boolean isRung(Call call, AgentId agent) {
    return call.ringing().equals(Optional.of(agent));
  }
}
