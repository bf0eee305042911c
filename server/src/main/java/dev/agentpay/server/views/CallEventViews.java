package dev.agentpay.server.views;

import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.util.Optional;

/// Converts events of calls to their API form.
final class CallEventViews {
  private record Arrived(
      CallSid call,
      String from,
      String to,
      CallRoute route,
      Optional<Uui> uui,
      Optional<CallSid> agentLeg)
      implements EventBody {}

  private record OfAgent(AgentId agent) implements EventBody {}

  private record Missed(AgentId agent, String why) implements EventBody {}

  private record OnLeg(AgentId agent, CallSid leg) implements EventBody {}

  private record Answered(Optional<CallSid> leg) implements EventBody {}

  private record Ended(String why, Optional<Integer> seconds) implements EventBody {}

  private CallEventViews() {}

  static NamedView of(CallEvent event) {
    return switch (event) {
      case CallEvent.CallArrived arrived ->
          new NamedView(
              "call-arrived",
              new Arrived(
                  arrived.call(),
                  arrived.from(),
                  arrived.to(),
                  arrived.route(),
                  arrived.uui(),
                  arrived.agentLeg()));
      case CallEvent.AgentRung rung -> new NamedView("agent-rung", new OfAgent(rung.agent()));
      case CallEvent.AgentMissed missed ->
          new NamedView("agent-missed", new Missed(missed.agent(), missed.why()));
      case CallEvent.CallerWaits _ -> new NamedView("caller-waits", new EmptyBody());
      case CallEvent.CallerRecalled _ -> new NamedView("caller-recalled", new EmptyBody());
      case CallEvent.AgentAnswered answered ->
          new NamedView("agent-answered", new OnLeg(answered.agent(), answered.leg()));
      case CallEvent.CallAnswered answered ->
          new NamedView("call-answered", new Answered(answered.leg()));
      case CallEvent.CallClaimed claimed ->
          new NamedView("call-claimed", new OfAgent(claimed.agent()));
      case CallEvent.CallAssigned assigned ->
          new NamedView("call-assigned", new OfAgent(assigned.agent()));
      case CallEvent.AgentHungUp hungUp ->
          new NamedView("agent-hung-up", new OnLeg(hungUp.agent(), hungUp.leg()));
      case CallEvent.CallLeft left -> new NamedView("call-left", new OfAgent(left.agent()));
      case CallEvent.CallEnded ended ->
          new NamedView("call-ended", new Ended(ended.why(), ended.seconds()));
    };
  }
}
