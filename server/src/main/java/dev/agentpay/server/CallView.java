package dev.agentpay.server;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallSid;
import java.time.Instant;
import java.util.Optional;

/// A call as the API shows it.
///
/// @param state `arrived`, `ringing`, `answered` or `ended`
/// @param agent whose it is, or whose softphone rings for it
record CallView(
    CallSid sid,
    String from,
    String to,
    String state,
    Optional<AgentId> agent,
    Optional<CallSid> agentLeg,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> ended,
    long version) {

  static CallView of(Call call) {
    return new CallView(
        call.sid(),
        call.from(),
        call.to(),
        state(call),
        call.owner(),
        call.agentLeg(),
        call.startedAt(),
        call.endedAt(),
        call.ended(),
        call.version());
  }

  private static String state(Call call) {
    if (!call.isLive()) {
      return "ended";
    }
    if (call.agent().isPresent()) {
      return "answered";
    }
    return call.ringing().isPresent() ? "ringing" : "arrived";
  }
}
