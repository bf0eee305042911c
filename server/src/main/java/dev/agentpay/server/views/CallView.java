package dev.agentpay.server.views;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.CallState;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A call, as the API shows it.
///
/// @param route how it reached us, such as `softphone`
/// @param uui the id under which a PBX or CTI knows it
/// @param state `arrived`, `waiting`, `ringing`, `answered` or `ended`
/// @param agent the agent it is assigned to, or whose softphone is ringing
/// @param missedBy the agents who were rung for it and did not answer
public record CallView(
    CallSid sid,
    String from,
    String to,
    CallRoute route,
    Optional<Uui> uui,
    String state,
    Optional<AgentId> agent,
    List<AgentId> missedBy,
    Optional<CallSid> agentLeg,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    Optional<String> ended,
    long version) {

  public static CallView of(Call call) {
    return new CallView(
        call.sid(),
        call.from(),
        call.to(),
        call.route(),
        call.uui(),
        state(call.state()),
        call.owner(),
        call.missed(),
        call.agentLeg(),
        call.startedAt(),
        call.answeredAt(),
        call.endedAt(),
        call.ended(),
        call.version());
  }

  private static String state(CallState state) {
    return switch (state) {
      case ARRIVED -> "arrived";
      case WAITING -> "waiting";
      case RINGING -> "ringing";
      case ANSWERED -> "answered";
      case ENDED -> "ended";
    };
  }
}
