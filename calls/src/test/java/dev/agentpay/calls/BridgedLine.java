package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// A customer who talks to agents of a PBX: one who called and for whom the PBX is dialled, one
/// whom the PBX or an agent has us dial, or one whose call somebody else's TwiML has placed.
final class BridgedLine extends Line {
  private final Optional<Uui> uui;
  private final Optional<AgentId> agent;
  private CallSid other;

  /// @param uui under which the PBX knows the call; of a call that came in: its own sid
  /// @param agent whose call it is from the beginning
  BridgedLine(CallModel model, CallRoute route, Optional<Uui> uui, Optional<AgentId> agent) {
    super(model, route);
    this.uui = route == CallRoute.SIP_IN ? Optional.of(new Uui(sid.value())) : uui;
    this.agent = agent;
    this.other = model.nextSid();
  }

  @Override
  void begins() {
    if (route == CallRoute.SIP_IN) {
      final CallInput arrives = leg(false, Optional.empty());
      webhooks.ask(
          "asks " + arrives,
          server -> server.calls.change(arrives, Webhooks.by(arrives)),
          this::isLive,
          _ -> pbxIsDialled(agent),
          () -> ends("failed"));
    } else {
      tellLeg(false, Optional.empty());
      rings(() -> tellLeg(true, Optional.empty()));
    }
    stage.in(20_000, 200_000, () -> ends("completed"));
  }

  /// The other end rings, and is answered or not.
  private void rings(Runnable answered) {
    if (stage.whim(0.85)) {
      later(
          500,
          9_000,
          () -> {
            inProgress();
            answered.run();
            talks();
          });
    } else {
      later(10_000, 12_000, () -> ends("no-answer"));
    }
  }

  private void talks() {
    later(
        8_000,
        90_000,
        () -> {
          if (uui.isPresent() && stage.whim(0.5)) {
            isTransferred();
          } else {
            hangsUp();
          }
        });
  }

  private void pbxIsDialled(Optional<AgentId> whose) {
    does();
    tellPbx(whose, false);
    rings(() -> tellPbx(whose, true));
  }

  /// The PBX hands the customer over: another leg is dialled under the same UUI.
  private void isTransferred() {
    stage.trace().add(stage.time().now(), "pbx", () -> "transfers " + sid);
    tellPbx(Optional.empty(), false); // the leg before is over
    other = model.nextSid();
    pbxIsDialled(stage.whim(0.7) ? Optional.of(stage.oneOf(World.AGENTS)) : Optional.empty());
  }

  private void hangsUp() {
    final CallSid asked = route == CallRoute.SIP_IN ? sid : other;
    webhooks.ask(
        new CallInput.DialEnded(asked, Optional.empty(), true, false, "completed", Queueing.NONE),
        this::isLive,
        _ -> ends("completed"),
        () -> ends("failed"));
  }

  private CallInput.CustomerLeg leg(boolean answered, Optional<CallInput.Over> over) {
    final Optional<CallSid> dialler =
        route == CallRoute.SIP_IN ? Optional.empty() : Optional.of(other);
    return new CallInput.CustomerLeg(
        new CallEvent.CallArrived(sid, "+1", "+2", route, uui, dialler), agent, answered, over);
  }

  private void tellLeg(boolean answered, Optional<CallInput.Over> over) {
    if (route != CallRoute.FOREIGN) {
      webhooks.tell(leg(answered, over));
    }
  }

  private void tellPbx(Optional<AgentId> whose, boolean answered) {
    webhooks.tell(new CallInput.PbxLeg(sid, other, uui, whose, answered));
  }

  @Override
  void isOver(String why) {
    final CallInput.Over over = new CallInput.Over(why, Optional.of(1));
    if (route == CallRoute.SIP_IN) {
      webhooks.tell(new CallInput.CallOver(sid, over));
    } else {
      tellLeg(false, Optional.of(over));
    }
  }

  @Override
  Optional<CallSid> other() {
    return Optional.of(other);
  }
}
