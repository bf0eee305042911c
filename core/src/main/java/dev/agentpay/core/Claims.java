package dev.agentpay.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whose a call is, where no softphone of ours says so: an agent's CTI knows its UUI, an agent has
/// its CallSid, or a supervisor decides. Every method blocks until what it changed is durable.
public final class Claims {
  private final EventStore store;
  private final Calls calls;
  private final CustomerLegs legs;
  private final Scheduler scheduler;
  private final Changes changes;
  private final Duration kept;

  /// @param kept how long a UUI leads to a call, and how long a claim waits for one
  public Claims(
      EventStore store, Calls calls, CustomerLegs legs, Scheduler scheduler, Duration kept) {
    this.store = store;
    this.calls = calls;
    this.legs = legs;
    this.scheduler = scheduler;
    this.changes = new Changes(store, scheduler);
    this.kept = kept;
  }

  /// What is under a UUI now.
  ///
  /// @param calls live ones, the newest first
  /// @param awaitedBy whose claim waits for a call
  public record Known(List<Call> calls, Optional<AgentId> awaitedBy) {
    public Known {
      calls = List.copyOf(calls);
    }
  }

  /// What became of a claim by UUI.
  public sealed interface Claim {}

  /// It is theirs.
  public record Claimed(Call call) implements Claim {}

  /// There is no call under the UUI yet. Whoever is first dialled under it becomes theirs.
  public record Waiting(Uui uui) implements Claim {}

  /// Several customers are on the line under the UUI: one is to be claimed by its CallSid.
  public record Ambiguous(Uui uui, List<Call> calls) implements Claim {
    public Ambiguous {
      calls = List.copyOf(calls);
    }
  }

  /// A customer's call is known under this UUI from now on, and a claim that waits for it gets it.
  /// Called for each thing that Twilio tells of the call, so that what a dead node left is done.
  public void map(Uui uui, CallSid sid, Origin origin) {
    final UuiEntry entry =
        changes.change(
            uui,
            origin,
            now ->
                now.calls().stream().anyMatch(m -> m.call().equals(sid))
                    ? List.of()
                    : List.of(new UuiEvent.UuiMapped(uui, sid)));
    entry
        .awaitedBy(scheduler.now(), kept)
        .filter(_ -> calls.find(sid).filter(Call::isLive).isPresent())
        .ifPresent(agent -> serve(uui, agent, sid, origin));
  }

  /// What is under a UUI.
  public Known known(Uui uui) {
    return known(changes.uui(uui));
  }

  /// An agent claims the call under a UUI: one that nobody has, or one that was transferred to them
  /// from an agent who has no payment open on it.
  ///
  /// @throws RefusedException `UUI_CLAIMED` when another agent waits for it, `CALL_HAS_SESSION`
  ///   when another agent's payment is open
  public Claim claim(Uui uui, AgentId agent, Origin origin) {
    final UuiEntry entry =
        changes.change(
            uui,
            origin,
            now -> {
              final Known known = known(now);
              if (!known.calls().isEmpty() || known.awaitedBy().equals(Optional.of(agent))) {
                return List.of();
              }
              if (known.awaitedBy().isPresent()) {
                throw new RefusedException(
                    Refusal.UUI_CLAIMED,
                    "another agent waits for the call under this UUI; a supervisor can assign it"
                        + " once it is there");
              }
              return List.of(new UuiEvent.UuiAwaited(uui, agent));
            });
    final List<Call> live = known(entry).calls();
    return switch (live.size()) {
      case 0 -> new Waiting(uui);
      case 1 -> new Claimed(take(live.getFirst(), agent, origin));
      default -> mineAmong(live, agent).<Claim>map(Claimed::new).orElse(new Ambiguous(uui, live));
    };
  }

  /// A claim that waits for a call waits no longer. Nothing happens when none does.
  ///
  /// @param whose an agent's own claim only; empty: anybody's
  public Known withdraw(Uui uui, Optional<AgentId> whose, Origin origin) {
    return known(
        changes.change(
            uui,
            origin,
            now ->
                now.awaitedBy(scheduler.now(), kept)
                    .filter(agent -> whose.isEmpty() || whose.get().equals(agent))
                    .<List<Event>>map(agent -> List.of(new UuiEvent.UuiLeft(uui, agent)))
                    .orElse(List.of())));
  }

  /// An agent claims a call by the sid of any of its legs. Without a doubt theirs: a call that
  /// nobody has, also one that we did not know of.
  ///
  /// @throws RefusedException `UNKNOWN_CALL` when there is none or it is another's,
  ///   `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS` when it is over, `TWILIO_UNAVAILABLE`
  public Call claim(CallSid leg, AgentId agent, Origin origin) {
    return calls.give(
        customer(leg, origin).sid(),
        agent,
        new CallEvent.CallClaimed(agent),
        call -> {
          if (call.owner().isPresent()) {
            throw new RefusedException(Refusal.UNKNOWN_CALL, PaySessions.NO_CALL);
          }
          checkLive(call);
        },
        origin);
  }

  /// The call on which an agent starts a payment, whichever of its legs they name. One that nobody
  /// has becomes theirs.
  ///
  /// @param mayClaim whether the agent may claim a call by its sid
  /// @throws RefusedException as for a claim; a call that stays another's is not refused here
  public Call forPayment(CallSid leg, AgentId agent, boolean mayClaim, Origin origin) {
    if (!mayClaim && calls.find(leg).isEmpty()) {
      throw new RefusedException(Refusal.UNKNOWN_CALL, PaySessions.NO_CALL);
    }
    final Call call = customer(leg, origin);
    return mayClaim && call.isLive() && call.owner().isEmpty()
        ? claim(call.sid(), agent, origin)
        : call;
  }

  /// A supervisor gives a call to an agent.
  ///
  /// @throws RefusedException as for a claim, and `CALL_HAS_SESSION` when a payment is open
  public Call assign(CallSid leg, AgentId agent, Origin origin) {
    return calls.give(
        customer(leg, origin).sid(),
        agent,
        new CallEvent.CallAssigned(agent),
        this::checkFree,
        origin);
  }

  /// A PBX has handed the customer to this agent: theirs from now on, unless another agent's
  /// payment is open or the call is over.
  public void handed(CallSid sid, AgentId agent, Origin origin) {
    try {
      calls.give(sid, agent, new CallEvent.CallAssigned(agent), this::checkFree, origin);
    } catch (RefusedException stays) {
      // Whose it was keeps it; the agent can claim it when that payment has ended.
    }
  }

  /// The customer's call behind any leg of it, with what Twilio knows better than we do: whether
  /// the customer talks to somebody. Begins a call that we did not know of.
  ///
  /// @throws RefusedException `UNKNOWN_CALL`, `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS` when
  ///   Twilio knows it and we do not, and nobody talks on it; `TWILIO_UNAVAILABLE`
  public Call customer(CallSid leg, Origin origin) {
    final Optional<Call> known = calls.find(leg);
    if (known.filter(call -> !call.isLive() || call.answeredAt().isPresent()).isPresent()) {
      return known.get();
    }
    return switch (legs.of(leg)) {
      case CustomerLegs.Answer.Customer found -> found(known, found, origin);
      case CustomerLegs.Answer.NoCustomer none ->
          known.orElseThrow(() -> new RefusedException(Refusal.NOT_A_CUSTOMER_LEG, none.why()));
      case CustomerLegs.Answer.Unknown _ ->
          known.orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CALL, PaySessions.NO_CALL));
      case CustomerLegs.Answer.Unavailable away ->
          known.orElseThrow(() -> new RefusedException(Refusal.TWILIO_UNAVAILABLE, away.why()));
    };
  }

  private Call found(Optional<Call> named, CustomerLegs.Answer.Customer found, Origin origin) {
    final Optional<Call> known = calls.find(found.call());
    if (known.isEmpty()) {
      if (!found.inProgress()) {
        throw new RefusedException(
            Refusal.CALL_NOT_IN_PROGRESS,
            "nobody talks on this call; a payment needs the customer on the line");
      }
      calls.began(
          new CallEvent.CallArrived(
              found.call(),
              found.from(),
              found.to(),
              CallRoute.FOREIGN,
              Optional.empty(),
              found.agentLeg()),
          origin);
    }
    // Music is an answer for Twilio, too.
    return found.inProgress() && known.filter(Claims::asksWhom).isEmpty()
        ? calls.talks(found.call(), found.agentLeg(), origin)
        : known.or(() -> named).orElseThrow();
  }

  /// Whether only an agent's answer says who talks: a softphone of ours rings, or the caller waits.
  private static boolean asksWhom(Call call) {
    return call.ringing().isPresent() || call.waits();
  }

  private void serve(Uui uui, AgentId agent, CallSid sid, Origin origin) {
    try {
      calls.give(
          sid,
          agent,
          new CallEvent.CallClaimed(agent),
          call -> {
            checkAwaited(uui, agent);
            checkFree(call);
          },
          origin);
    } catch (RefusedException taken) {
      return; // taken back, or another was quicker and has a payment open: it goes on waiting
    }
    changes.change(
        uui,
        origin,
        now ->
            now.owner().equals(Optional.of(agent))
                ? List.of(new UuiEvent.UuiServed(agent, sid))
                : List.of());
  }

  private Call take(Call call, AgentId agent, Origin origin) {
    return calls.give(call.sid(), agent, new CallEvent.CallClaimed(agent), this::checkFree, origin);
  }

  private static Optional<Call> mineAmong(List<Call> live, AgentId agent) {
    final List<Call> mine =
        live.stream().filter(call -> call.agent().equals(Optional.of(agent))).toList();
    return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
  }

  private Known known(UuiEntry entry) {
    return new Known(
        entry.calls(scheduler.now(), kept).reversed().stream()
            .flatMap(sid -> calls.find(sid).stream())
            .filter(Call::isLive)
            .toList(),
        entry.awaitedBy(scheduler.now(), kept));
  }

  private void checkAwaited(Uui uui, AgentId agent) {
    if (!changes.uui(uui).awaitedBy(scheduler.now(), kept).equals(Optional.of(agent))) {
      throw new RefusedException(Refusal.UUI_CLAIMED, "the claim was taken back");
    }
  }

  private void checkFree(Call call) {
    checkLive(call);
    if (call.owner().isPresent() && store.holderOf(call.sid()).isPresent()) {
      throw new RefusedException(
          Refusal.CALL_HAS_SESSION,
          "another agent's payment is open on the call; it can change hands when that has ended");
    }
  }

  private static void checkLive(Call call) {
    if (!call.isLive()) {
      throw new RefusedException(Refusal.CALL_NOT_IN_PROGRESS, "the call is over");
    }
  }
}
