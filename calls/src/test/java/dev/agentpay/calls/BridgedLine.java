package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// A customer who is connected without our ringing an agent: they called and a PBX is dialled, a
/// PBX or an agent dialled them through us, or other TwiML placed the call.
final class BridgedLine extends Line {
  private final Optional<Uui> uui;
  private final Optional<AgentId> agent;
  private CallSid other;

  /// @param uui the id under which the PBX knows the call; ignored for inbound calls, which use
  ///   their sid
  /// @param agent the agent who owns the call from the start
  BridgedLine(CallModel model, CallRoute route, Optional<Uui> uui, Optional<AgentId> agent) {
    super(model, route);
    this.uui = route == CallRoute.SIP_IN ? Optional.of(new Uui(sid.value())) : uui;
    this.agent = agent;
    this.other = model.nextSid();
  }

  @Override
  void begin() {
    if (route == CallRoute.SIP_IN) {
      final CallInput arrives = leg(false, Optional.empty());
      webhooks.request(
          "requests instructions: " + arrives,
          server -> server.calls.change(arrives, Webhooks.by(arrives)),
          this::isLive,
          _ -> dialPbx(agent),
          () -> end("failed"));
    } else {
      sendLegStatus(false, Optional.empty());
      ring(() -> sendLegStatus(true, Optional.empty()));
    }
    simulation.in(20_000, 200_000, () -> end("completed"));
  }

  /// The other party rings, and answers or not.
  private void ring(Runnable answered) {
    if (simulation.chance(0.85)) {
      later(
          500,
          9_000,
          () -> {
            inProgress();
            answered.run();
            talk();
          });
    } else {
      later(10_000, 12_000, () -> end("no-answer"));
    }
  }

  private void talk() {
    later(
        8_000,
        90_000,
        () -> {
          if (uui.isPresent() && simulation.chance(0.5)) {
            transfer();
          } else {
            hangUp();
          }
        });
  }

  private void dialPbx(Optional<AgentId> owner) {
    startPhase();
    sendPbxStatus(owner, false);
    ring(() -> sendPbxStatus(owner, true));
  }

  /// The PBX transfers the customer: another leg is dialled under the same UUI.
  private void transfer() {
    simulation.trace().add(simulation.time().now(), "pbx", () -> "transfers " + sid);
    sendPbxStatus(Optional.empty(), false); // the previous leg has ended
    other = model.nextSid();
    dialPbx(
        simulation.chance(0.7) ? Optional.of(simulation.oneOf(World.AGENTS)) : Optional.empty());
  }

  private void hangUp() {
    final CallSid requester = route == CallRoute.SIP_IN ? sid : other;
    webhooks.request(
        new CallInput.DialEnded(
            requester, Optional.empty(), true, false, "completed", Queueing.NONE),
        this::isLive,
        _ -> end("completed"),
        () -> end("failed"));
  }

  private CallInput.CustomerLeg leg(boolean answered, Optional<CallInput.LegEnd> over) {
    final Optional<CallSid> dialler =
        route == CallRoute.SIP_IN ? Optional.empty() : Optional.of(other);
    return new CallInput.CustomerLeg(
        new CallEvent.CallArrived(sid, "+1", "+2", route, uui, dialler), agent, answered, over);
  }

  private void sendLegStatus(boolean answered, Optional<CallInput.LegEnd> over) {
    if (route != CallRoute.FOREIGN) {
      webhooks.send(leg(answered, over));
    }
  }

  private void sendPbxStatus(Optional<AgentId> owner, boolean answered) {
    webhooks.send(new CallInput.PbxLeg(sid, other, uui, owner, answered));
  }

  @Override
  void sendFinalCallbacks(String status) {
    final CallInput.LegEnd over = new CallInput.LegEnd(status, Optional.of(1));
    if (route == CallRoute.SIP_IN) {
      webhooks.send(new CallInput.CallOver(sid, over));
    } else {
      sendLegStatus(false, Optional.of(over));
    }
  }

  @Override
  Optional<CallSid> other() {
    return Optional.of(other);
  }
}
