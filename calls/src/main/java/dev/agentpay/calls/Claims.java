package dev.agentpay.calls;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.util.List;
import java.util.Optional;

/// Whose a call is, where no softphone of ours says so: an agent's CTI knows its UUI, an agent has
/// its CallSid, or a supervisor decides. Every method blocks until what it changed is durable.
public final class Claims {
  private final Calls calls;
  private final CustomerLegs legs;

  public Claims(Calls calls, CustomerLegs legs) {
    this.calls = calls;
    this.legs = legs;
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

  /// What is under a UUI.
  public Known known(Uui uui) {
    return known(calls.under(uui));
  }

  /// An agent claims the call under a UUI: one that nobody has, or one that was transferred to them
  /// from an agent who has no payment open on it.
  ///
  /// @throws RefusedException `UUI_CLAIMED` when another agent waits for it, `CALL_HAS_SESSION`
  ///   when another agent's payment is open
  public Claim claim(Uui uui, AgentId agent, Origin origin) {
    final List<Call> live = calls.changeUui(new CallInput.ClaimUui(uui, agent), origin).calls();
    return switch (live.size()) {
      case 0 -> new Waiting(uui);
      case 1 -> new Claimed(live.getFirst());
      default -> mineAmong(live, agent).<Claim>map(Claimed::new).orElse(new Ambiguous(uui, live));
    };
  }

  /// A claim that waits for a call waits no longer. Nothing happens when none does.
  ///
  /// @param whose an agent's own claim only; empty: anybody's
  public Known withdraw(Uui uui, Optional<AgentId> whose, Origin origin) {
    return known(calls.changeUui(new CallInput.WithdrawClaim(uui, whose), origin));
  }

  /// An agent claims a call by the sid of any of its legs. Without a doubt theirs: a call that
  /// nobody has, also one that we did not know of.
  ///
  /// @throws RefusedException `UNKNOWN_CALL` when there is none or it is another's,
  ///   `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS` when it is over, `TWILIO_UNAVAILABLE`
  public Call claim(CallSid leg, AgentId agent, Origin origin) {
    return calls.change(new CallInput.ClaimCall(customer(leg, origin).sid(), agent), origin);
  }

  /// The call on which an agent starts a payment, whichever of its legs they name. One that nobody
  /// has becomes theirs.
  ///
  /// @param mayClaim whether the agent may claim a call by its sid
  /// @throws RefusedException as for a claim; a call that stays another's is not refused here
  public Call forPayment(CallSid leg, AgentId agent, boolean mayClaim, Origin origin) {
    if (!mayClaim && calls.find(leg).isEmpty()) {
      throw unknown();
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
    return calls.change(new CallInput.AssignCall(customer(leg, origin).sid(), agent), origin);
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
      case CustomerLegs.Answer.Unknown _ -> known.orElseThrow(Claims::unknown);
      case CustomerLegs.Answer.Unavailable away ->
          known.orElseThrow(() -> new RefusedException(Refusal.TWILIO_UNAVAILABLE, away.why()));
    };
  }

  private Call found(Optional<Call> named, CustomerLegs.Answer.Customer found, Origin origin) {
    if (found.inProgress()) {
      return calls.change(
          new CallInput.CustomerFound(
              new CallEvent.CallArrived(
                  found.call(),
                  found.from(),
                  found.to(),
                  CallRoute.FOREIGN,
                  Optional.empty(),
                  found.agentLeg())),
          origin);
    }
    return calls
        .find(found.call())
        .or(() -> named)
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.CALL_NOT_IN_PROGRESS,
                    "nobody talks on this call; a payment needs the customer on the line"));
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.UNKNOWN_CALL, OwnerDecisions.NO_CALL);
  }

  private static Optional<Call> mineAmong(List<Call> live, AgentId agent) {
    final List<Call> mine =
        live.stream().filter(call -> call.agent().equals(Optional.of(agent))).toList();
    return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
  }

  private Known known(CallOutcome.UuiIs under) {
    return new Known(under.calls(), calls.awaitedBy(under.entry()));
  }
}
