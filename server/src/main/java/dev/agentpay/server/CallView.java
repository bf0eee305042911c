package dev.agentpay.server;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallRoute;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.Uui;
import java.time.Instant;
import java.util.Optional;

/// A call as the API shows it.
///
/// @param route the way on which it came, such as `softphone`
/// @param uui the id under which a PBX knows it
/// @param state `arrived`, `waiting`, `ringing`, `answered` or `ended`
/// @param agent whose it is, or whose softphone rings for it
record CallView(
    CallSid sid,
    String from,
    String to,
    CallRoute route,
    Optional<Uui> uui,
    String state,
    Optional<AgentId> agent,
    Optional<CallSid> agentLeg,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    Optional<String> ended,
    long version) {

  static CallView of(Call call) {
    return new CallView(
        call.sid(),
        call.from(),
        call.to(),
        call.route(),
        call.uui(),
        state(call),
        call.owner(),
        call.agentLeg(),
        call.startedAt(),
        call.answeredAt(),
        call.endedAt(),
        call.ended(),
        call.version());
  }

  private static String state(Call call) {
    if (!call.isLive()) {
      return "ended";
    }
    if (call.answeredAt().isPresent()) {
      return "answered";
    }
    if (call.ringing().isPresent()) {
      return "ringing";
    }
    return call.waits() ? "waiting" : "arrived";
  }
}
