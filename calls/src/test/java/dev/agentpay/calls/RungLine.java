package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// A customer who called, and whom we ring an agent's softphone or own telephone for.
final class RungLine extends Line {
  private final Queueing queueing;
  private final Optional<AgentId> forwardedTo;
  private Optional<Leg> leg = Optional.empty();
  private boolean music;

  /// The leg that Twilio has dialled for it.
  private static final class Leg {
    private final CallSid sid;
    private final Ring ring;
    private boolean answered;

    Leg(CallSid sid, Ring ring) {
      this.sid = sid;
      this.ring = ring;
    }
  }

  /// @param forwardedTo whose telephone is rung; empty: any ready agent's softphone
  RungLine(CallModel model, Queueing queueing, Optional<AgentId> forwardedTo) {
    super(model, forwardedTo.isPresent() ? CallRoute.FORWARD : CallRoute.SOFTPHONE);
    this.queueing = queueing;
    this.forwardedTo = forwardedTo;
  }

  @Override
  void begins() {
    asks(first());
    stage.in(
        8_000,
        180_000,
        () -> ends(leg.filter(l -> l.answered).isPresent() ? "completed" : "no-answer"));
  }

  private CallInput first() {
    return forwardedTo
        .<CallInput>map(agent -> new CallInput.CallForwarded(sid, "+1", "+2", agent))
        .orElseGet(() -> new CallInput.CallerArrived(sid, "+1", "+2", queueing));
  }

  private void asks(CallInput input) {
    final int now = does();
    webhooks.ask(input, () -> stillDoes(now), this::plays, () -> ends("failed"));
  }

  private void plays(NextStep step) {
    switch (step) {
      case NextStep.Dial(Ring ring) -> dials(ring);
      case NextStep.Wait _ -> {
        does();
        music = true;
        inProgress();
        later(
            5_000,
            45_000,
            () -> {
              music = false;
              asks(first());
            });
      }
      case NextStep.End(boolean hangsUp) -> ends(hangsUp ? "completed" : "busy");
    }
  }

  private void dials(Ring ring) {
    does();
    final Leg dialled = new Leg(model.nextSid(), ring);
    leg = Optional.of(dialled);
    stage.trace().add(stage.time().now(), "twilio", () -> sid + " rings " + ring);
    if (model.isOnThePhone(ring.agent())) {
      later(200, 600, () -> isUnanswered(dialled, "busy"));
    } else if (stage.whim(0.65)) {
      later(500, 8_000, () -> isAnswered(dialled));
    } else {
      final boolean tooLate = stage.whim(0.7);
      later(
          tooLate ? 15_000 : 200,
          tooLate ? 15_500 : 900,
          () -> isUnanswered(dialled, tooLate ? "no-answer" : stage.whim(0.5) ? "busy" : "failed"));
    }
  }

  private void isAnswered(Leg answered) {
    if (model.isOnThePhone(answered.ring.agent())) {
      isUnanswered(answered, "no-answer"); // they have answered another call meanwhile
      return;
    }
    does();
    answered.answered = true;
    inProgress();
    webhooks.tell(new CallInput.AgentLegAnswered(sid, answered.ring.agent(), answered.sid));
    later(
        10_000,
        120_000,
        () -> {
          cutLeg("completed");
          asks(new CallInput.DialEnded(sid, ring(answered), true, false, "completed", queueing));
        });
  }

  private void isUnanswered(Leg unanswered, String why) {
    cutLeg(why);
    asks(new CallInput.DialEnded(sid, ring(unanswered), false, false, why, queueing));
  }

  /// Addresses of older versions did not say which ringing it was.
  private static Optional<Long> ring(Leg leg) {
    return Optional.of(leg.ring.number());
  }

  private void cutLeg(String why) {
    leg.ifPresent(
        l ->
            webhooks.tell(
                new CallInput.AgentLegEnded(sid, l.ring.agent(), l.ring.number(), l.sid, why)));
    leg = Optional.empty();
  }

  @Override
  void isOver(String why) {
    final Optional<Leg> last = leg;
    music = false;
    cutLeg(last.filter(l -> l.answered).isPresent() ? "completed" : "no-answer");
    // Twilio also asks what follows the dial when nobody is there any more to hear it.
    last.ifPresent(
        l ->
            webhooks.ask(
                new CallInput.DialEnded(
                    sid,
                    ring(l),
                    l.answered,
                    !l.answered,
                    l.answered ? "completed" : "canceled",
                    queueing),
                () -> true,
                _ -> {},
                () -> {}));
    webhooks.tell(new CallInput.CallOver(sid, new CallInput.Over(why, Optional.of(1))));
  }

  @Override
  void redirected() {
    music = false;
    cutLeg(leg.filter(l -> l.answered).isPresent() ? "completed" : "canceled");
    asks(new CallInput.RecalledCallerAsks(sid, queueing));
  }

  @Override
  Optional<Ring> ringing() {
    return leg.filter(l -> !l.answered).map(l -> l.ring);
  }

  @Override
  Optional<AgentId> talking() {
    return leg.filter(l -> l.answered).map(l -> l.ring.agent());
  }

  @Override
  Optional<CallSid> other() {
    return leg.map(l -> l.sid);
  }

  @Override
  boolean hearsMusic() {
    return music;
  }
}
