package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// A customer who called us, and for whom an agent's softphone or own telephone is rung.
final class InboundLine extends Line {
  private final Queueing queueing;
  private final Optional<AgentId> forwardedTo;
  private Optional<Leg> leg = Optional.empty();
  private boolean music;

  /// The leg to the agent that Twilio dialled.
  private static final class Leg {
    private final CallSid sid;
    private final Ring ring;
    private boolean answered;

    Leg(CallSid sid, Ring ring) {
      this.sid = sid;
      this.ring = ring;
    }
  }

  /// @param forwardedTo the agent whose own telephone is rung; empty: any ready agent's softphone
  InboundLine(CallModel model, Queueing queueing, Optional<AgentId> forwardedTo) {
    super(model, forwardedTo.isPresent() ? CallRoute.FORWARD : CallRoute.SOFTPHONE);
    this.queueing = queueing;
    this.forwardedTo = forwardedTo;
  }

  @Override
  void begin() {
    requestInstructions(first());
    simulation.in(
        8_000,
        180_000,
        () -> end(leg.filter(l -> l.answered).isPresent() ? "completed" : "no-answer"));
  }

  private CallInput first() {
    return forwardedTo
        .<CallInput>map(agent -> new CallInput.CallForwarded(sid, "+1", "+2", agent))
        .orElseGet(() -> new CallInput.CallerArrived(sid, "+1", "+2", queueing));
  }

  private void requestInstructions(CallInput input) {
    final int now = startPhase();
    webhooks.request(input, () -> isStillIn(now), this::follow, () -> end("failed"));
  }

  private void follow(NextStep step) {
    switch (step) {
      case NextStep.Dial(Ring ring) -> dial(ring);
      case NextStep.Wait _ -> {
        startPhase();
        music = true;
        inProgress();
        later(
            5_000,
            45_000,
            () -> {
              music = false;
              requestInstructions(first());
            });
      }
      case NextStep.End(boolean hangsUp) -> end(hangsUp ? "completed" : "busy");
    }
  }

  private void dial(Ring ring) {
    startPhase();
    final Leg dialled = new Leg(model.nextSid(), ring);
    leg = Optional.of(dialled);
    simulation.trace().add(simulation.time().now(), "twilio", () -> sid + " rings " + ring);
    if (model.isOnThePhone(ring.agent())) {
      later(200, 600, () -> miss(dialled, "busy"));
    } else if (simulation.chance(0.65)) {
      later(500, 8_000, () -> answer(dialled));
    } else {
      final boolean noAnswer = simulation.chance(0.7);
      later(
          noAnswer ? 15_000 : 200,
          noAnswer ? 15_500 : 900,
          () -> miss(dialled, noAnswer ? "no-answer" : simulation.chance(0.5) ? "busy" : "failed"));
    }
  }

  private void answer(Leg answered) {
    if (model.isOnThePhone(answered.ring.agent())) {
      miss(answered, "no-answer"); // they answered another call in the meantime
      return;
    }
    startPhase();
    answered.answered = true;
    inProgress();
    webhooks.send(new CallInput.AgentLegAnswered(sid, answered.ring.agent(), answered.sid));
    later(
        10_000,
        120_000,
        () -> {
          endLeg("completed");
          requestInstructions(
              new CallInput.DialEnded(sid, ring(answered), true, false, "completed", queueing));
        });
  }

  private void miss(Leg unanswered, String status) {
    endLeg(status);
    requestInstructions(
        new CallInput.DialEnded(sid, ring(unanswered), false, false, status, queueing));
  }

  /// Optional because callback URLs of older versions did not contain the number.
  private static Optional<Long> ring(Leg leg) {
    return Optional.of(leg.ring.number());
  }

  private void endLeg(String status) {
    leg.ifPresent(
        l ->
            webhooks.send(
                new CallInput.AgentLegEnded(sid, l.ring.agent(), l.ring.number(), l.sid, status)));
    leg = Optional.empty();
  }

  @Override
  void sendFinalCallbacks(String status) {
    final Optional<Leg> last = leg;
    music = false;
    endLeg(last.filter(l -> l.answered).isPresent() ? "completed" : "no-answer");
    // Twilio requests instructions after the dial even when the caller has hung up.
    last.ifPresent(
        l ->
            webhooks.request(
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
    webhooks.send(new CallInput.CallOver(sid, new CallInput.LegEnd(status, Optional.of(1))));
  }

  @Override
  void redirected() {
    music = false;
    endLeg(leg.filter(l -> l.answered).isPresent() ? "completed" : "canceled");
    requestInstructions(new CallInput.RecallWebhook(sid, queueing));
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
