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

/// What must hold at the end of every world.
final class Endings {
  private final World world;
  private final Invariants invariants;

  private Endings(World world, Invariants invariants) {
    this.world = world;
    this.invariants = invariants;
  }

  /// @param good whether nothing went wrong
  static void check(World world, Invariants invariants, CallModel model, boolean good) {
    final Endings endings = new Endings(world, invariants);
    if (good) {
      endings.everythingEndsWell(model);
    }
    for (PaySession session : world.sessions()) {
      endings.finalIsFinal(session);
      endings.moneyIsTrue(session);
      invariants.hold(
          session.state().isFinal() || session.state() == SessionState.UNCONFIRMED,
          "a session neither ends nor is on a person's list",
          session);
    }
    endings.nothingAcknowledgedIsLost();
    for (Call call : world.calls()) {
      invariants.hold(
          !call.isLive() || model.line(call.sid()).filter(Line::isLive).isPresent(),
          "a call that is over at Twilio is live",
          call);
    }
    for (Agent agent : world.agents()) {
      invariants.hold(agent.call().isEmpty(), "busy after the shift", agent);
    }
  }

  private void everythingEndsWell(CallModel model) {
    for (PaySession session : world.sessions()) {
      invariants.hold(
          session.state() != SessionState.UNCONFIRMED
              && (session.state() != SessionState.FAILED || hasHungUp(session, model))
              && !session.alarm(),
          "a payment fails in a good world",
          session);
    }
    for (Line line : model.lines()) {
      invariants.hold(!line.isLive(), "neither answered nor turned away", line.sid);
      invariants.hold(
          line.route == CallRoute.FOREIGN || invariants.call(line.sid).isPresent(),
          "nobody knows of a call",
          line.sid);
    }
  }

  /// The customer may hang up before we are told, and Twilio refuses then.
  private static boolean hasHungUp(PaySession session, CallModel model) {
    return model
        .line(session.request().call())
        .filter(line -> line.isOver(session.stateSince()))
        .isPresent();
  }

  private void finalIsFinal(PaySession session) {
    final List<SessionEvent> events =
        world.log().stream()
            .filter(e -> e.stream().equals(session.stream()))
            .map(e -> (SessionEvent) e.event())
            .toList();
    invariants.hold(History.finalIsFinal(events), "final is not final", events);
  }

  private void moneyIsTrue(PaySession session) {
    final long charges = world.payments().charges(session.id());
    final boolean saysPaid = session.state() == SessionState.PAID;
    invariants.hold(charges <= 1, "charged twice", session);
    invariants.hold(
        charges == 1 ? saysPaid || session.state() == SessionState.UNCONFIRMED : !saysPaid,
        "money is not true",
        charges + " charges, " + session);
  }

  /// Twilio may take a repeated create for a new one.
  private boolean isOfAnotherPayment(PaymentStatus status) {
    return world.sessions().stream()
        .filter(s -> status.sessionHint().equals(Optional.of(s.id())))
        .anyMatch(s -> !s.payment().equals(Optional.of(status.payment())));
  }

  private void nothingAcknowledgedIsLost() {
    final Set<PaymentStatus> logged = new HashSet<>();
    world.log().stream()
        .map(EventEnvelope::event)
        .filter(SessionEvent.StatusReceived.class::isInstance)
        .forEach(e -> logged.add(((SessionEvent.StatusReceived) e).status()));
    for (PaymentStatus status : world.payments().delivered()) {
      invariants.hold(
          logged.contains(status) || isOfAnotherPayment(status),
          "an acknowledged callback is lost",
          status);
    }
  }
}
