package dev.agentpay.calls;

import dev.agentpay.events.EventEnvelope;
import dev.agentpay.payments.session.History;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.payments.session.SessionState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks of a [World] after its run.
final class FinalChecks {
  private final World world;
  private final Invariants invariants;

  private FinalChecks(World world, Invariants invariants) {
    this.world = world;
    this.invariants = invariants;
  }

  /// @param faultFree whether the world ran without faults
  static void check(World world, Invariants invariants, CallModel model, boolean faultFree) {
    final FinalChecks finalChecks = new FinalChecks(world, invariants);
    if (faultFree) {
      finalChecks.checkFaultFree(model);
    }
    for (PaySession session : world.sessions()) {
      finalChecks.checkFinalIsFinal(session);
      finalChecks.checkCharges(session);
      invariants.check(
          session.state().isFinal() || session.state() == SessionState.UNCONFIRMED,
          "a session has neither ended nor is unconfirmed",
          session);
    }
    finalChecks.checkAcknowledgedCallbacks();
    for (Call call : world.calls()) {
      invariants.check(
          !call.isLive() || model.line(call.sid()).filter(Line::isLive).isPresent(),
          "a call that ended at Twilio is still live",
          call);
    }
    for (Agent agent : world.agents()) {
      invariants.check(agent.call().isEmpty(), "an agent is busy after the shift", agent);
    }
  }

  private void checkFaultFree(CallModel model) {
    for (PaySession session : world.sessions()) {
      invariants.check(
          session.state() != SessionState.UNCONFIRMED
              && (session.state() != SessionState.FAILED || hasHungUp(session, model))
              && !session.alarm(),
          "a payment fails without faults",
          session);
    }
    for (Line line : model.lines()) {
      invariants.check(!line.isLive(), "a call never ended", line.sid);
      invariants.check(
          line.route == CallRoute.FOREIGN || invariants.call(line.sid).isPresent(),
          "a call is unknown",
          line.sid);
    }
  }

  /// The customer may hang up before the callback arrives; Twilio then refuses our requests.
  private static boolean hasHungUp(PaySession session, CallModel model) {
    return model
        .line(session.request().call())
        .filter(line -> line.isOver(session.stateSince()))
        .isPresent();
  }

  private void checkFinalIsFinal(PaySession session) {
    final List<SessionEvent> events =
        world.log().stream()
            .filter(e -> e.stream().equals(session.stream()))
            .map(e -> (SessionEvent) e.event())
            .toList();
    invariants.check(History.keepsFinalState(events), "a final state changed", events);
  }

  private void checkCharges(PaySession session) {
    final long charges = world.payments().charges(session.id());
    final boolean saysPaid = session.state() == SessionState.PAID;
    invariants.check(charges <= 1, "charged twice", session);
    invariants.check(
        charges == 1 ? saysPaid || session.state() == SessionState.UNCONFIRMED : !saysPaid,
        "the session's state contradicts the charges",
        charges + " charges, " + session);
  }

  /// Twilio may create a second Payment for a repeated create.
  private boolean isOfAnotherPayment(PaymentStatus status) {
    return world.sessions().stream()
        .filter(s -> status.sessionHint().equals(Optional.of(s.id())))
        .anyMatch(s -> !s.payment().equals(Optional.of(status.payment())));
  }

  private void checkAcknowledgedCallbacks() {
    final Set<PaymentStatus> logged = new HashSet<>();
    world.log().stream()
        .map(EventEnvelope::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .forEach(e -> logged.add(((SessionEvent.StatusReceived) e).status()));
    for (PaymentStatus status : world.payments().delivered()) {
      invariants.check(
          logged.contains(status) || isOfAnotherPayment(status),
          "an acknowledged callback is lost",
          status);
    }
  }
}
