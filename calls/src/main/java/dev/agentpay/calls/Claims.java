package dev.agentpay.calls;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import java.util.List;
import java.util.Optional;

/// Assigns calls for which we ring no softphone: an agent claims one by the UUI that their CTI
/// knows or by a CallSid, or a supervisor assigns it. Every method blocks until its change is
/// durable.
public final class Claims {
  private final Calls calls;
  private final CustomerLegs legs;

  public Claims(Calls calls, CustomerLegs legs) {
    this.calls = calls;
    this.legs = legs;
  }

  /// The live calls and the waiting claim under a UUI.
  ///
  /// @param calls live calls, newest first
  /// @param awaitedBy the agent claimant claim waits for a call
  public record Known(List<Call> calls, Optional<AgentId> awaitedBy) {
    public Known {
      calls = List.copyOf(calls);
    }
  }

  /// Result of a claim by UUI.
  public sealed interface Claim {}

  /// The call is the agent's.
  public record Claimed(Call call) implements Claim {}

  /// No live call exists under the UUI. The claim gets the first call that begins under it.
  public record Waiting(Uui uui) implements Claim {}

  /// The UUI has several live calls: the agent must claim one by its CallSid.
  public record Ambiguous(Uui uui, List<Call> calls) implements Claim {
    public Ambiguous {
      calls = List.copyOf(calls);
    }
  }

  /// Returns what is known about a UUI.
  public Known known(Uui uui) {
    return known(calls.lookUp(uui));
  }

  /// Claims the call under a UUI: an unowned call, or one transferred from an agent who has no open
  /// payment on it.
  ///
  /// @throws RefusedException `UUI_CLAIMED` if another agent's claim waits for the call,
  ///   `CALL_HAS_SESSION` if another agent's payment is open
  public Claim claim(Uui uui, AgentId agent, Origin origin) {
    final List<Call> live = calls.changeUui(new CallInput.ClaimUui(uui, agent), origin).calls();
    return switch (live.size()) {
      case 0 -> new Waiting(uui);
      case 1 -> new Claimed(live.getFirst());
      default -> onlyCallOf(live, agent).<Claim>map(Claimed::new).orElse(new Ambiguous(uui, live));
    };
  }

  /// Withdraws a waiting claim. Does nothing if no claim waits.
  ///
  /// @param claimant withdraws only this agent's claim; empty: any agent's
  public Known withdraw(Uui uui, Optional<AgentId> claimant, Origin origin) {
    return known(calls.changeUui(new CallInput.WithdrawClaim(uui, claimant), origin));
  }

  /// Claims an unowned call by the sid of any of its legs. The call may be unknown so far.
  ///
  /// @throws RefusedException `UNKNOWN_CALL` if it does not exist or another agent owns it,
  ///   `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS` if it has ended, `TWILIO_UNAVAILABLE`
  public Call claim(CallSid leg, AgentId agent, Origin origin) {
    return calls.change(new CallInput.ClaimCall(customer(leg, origin).sid(), agent), origin);
  }

  /// Finds the call on which an agent starts a payment, given any of its legs. Claims the call if
  /// it has no owner.
  ///
  /// @param mayClaim whether the agent may claim a call by its sid
  /// @throws RefusedException as for a claim; a call that another agent owns is not refused here
  public Call forPayment(CallSid leg, AgentId agent, boolean mayClaim, Origin origin) {
    if (!mayClaim && calls.find(leg).isEmpty()) {
      throw unknown();
    }
    final Call call = customer(leg, origin);
    return mayClaim && call.isLive() && call.owner().isEmpty()
        ? claim(call.sid(), agent, origin)
        : call;
  }

  /// Assigns a call to an agent, on a supervisor's request.
  ///
  /// @throws RefusedException as for a claim, and `CALL_HAS_SESSION` if a payment is open
  public Call assign(CallSid leg, AgentId agent, Origin origin) {
    return calls.change(new CallInput.AssignCall(customer(leg, origin).sid(), agent), origin);
  }

  /// Finds the customer's call, given any of its legs. Unless we know that the customer talks to
  /// somebody, asks Twilio. Creates the call if it is unknown.
  ///
  /// @throws RefusedException `UNKNOWN_CALL`, `NOT_A_CUSTOMER_LEG`, `CALL_NOT_IN_PROGRESS` if only
  ///   Twilio knows the call and it is not in progress; `TWILIO_UNAVAILABLE`
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
      case CustomerLegs.Answer.Unavailable unavailable ->
          known.orElseThrow(
              () -> new RefusedException(Refusal.TWILIO_UNAVAILABLE, unavailable.why()));
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
                    "the call is not in progress; a payment needs the customer on the line"));
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.UNKNOWN_CALL, OwnerDecisions.NO_CALL);
  }

  private static Optional<Call> onlyCallOf(List<Call> live, AgentId agent) {
    final List<Call> mine =
        live.stream().filter(call -> call.agent().equals(Optional.of(agent))).toList();
    return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
  }

  private Known known(CallOutcome.UuiResult result) {
    return new Known(result.calls(), calls.awaitedBy(result.entry()));
  }
}
