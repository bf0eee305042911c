package dev.agentpay.core;

import java.time.Instant;
import java.util.Optional;

/// A customer's call: what its events add up to.
///
/// @param ringing the agent whose softphone rings for it
/// @param agent who answered or claimed it: its owner
/// @param agentLeg the answered leg to the agent's softphone
/// @param endedAt present once it is over
/// @param ended Twilio's last call status
public record Call(
    CallSid sid,
    long version,
    String from,
    String to,
    Optional<AgentId> ringing,
    Optional<AgentId> agent,
    Optional<CallSid> agentLeg,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> ended)
    implements Aggregate {

  @Override
  public StreamId stream() {
    return StreamId.of(sid);
  }

  @Override
  public Optional<AgentId> owner() {
    return agent.or(() -> ringing);
  }

  /// Whether the customer is still on it.
  public boolean isLive() {
    return endedAt.isEmpty();
  }

  /// The call that begins with this event.
  ///
  /// @throws IllegalArgumentException when it begins with another
  public static Call begin(Recorded first) {
    if (!(first.event() instanceof CallEvent.CallArrived arrived) || first.number() != 1) {
      throw new IllegalArgumentException("a call begins with CallArrived, numbered 1");
    }
    return new Call(
        arrived.call(),
        1,
        arrived.from(),
        arrived.to(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        first.at(),
        Optional.empty(),
        Optional.empty());
  }

  /// The call after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
  public Call after(Recorded recorded) {
    if (recorded.number() != version + 1) {
      throw new IllegalStateException(
          "%s has %d events, number %d does not follow".formatted(sid, version, recorded.number()));
    }
    return switch ((CallEvent) recorded.event()) {
      case CallEvent.CallArrived _ -> throw new IllegalStateException(sid + " has begun already");
      case CallEvent.AgentRung rung ->
          with(recorded, Optional.of(rung.agent()), agent, agentLeg, endedAt, ended);
      case CallEvent.AgentMissed _ ->
          with(recorded, Optional.empty(), agent, agentLeg, endedAt, ended);
      case CallEvent.AgentAnswered answered ->
          with(
              recorded,
              Optional.empty(),
              Optional.of(answered.agent()),
              Optional.of(answered.leg()),
              endedAt,
              ended);
      case CallEvent.CallClaimed claimed ->
          with(recorded, ringing, Optional.of(claimed.agent()), agentLeg, endedAt, ended);
      case CallEvent.CallEnded end ->
          with(
              recorded,
              Optional.empty(),
              agent,
              agentLeg,
              Optional.of(recorded.at()),
              Optional.of(end.why()));
    };
  }

  private Call with(
      Recorded recorded,
      Optional<AgentId> nowRinging,
      Optional<AgentId> nowAgent,
      Optional<CallSid> nowLeg,
      Optional<Instant> nowEndedAt,
      Optional<String> nowEnded) {
    return new Call(
        sid,
        recorded.number(),
        from,
        to,
        nowRinging,
        nowAgent,
        nowLeg,
        startedAt,
        nowEndedAt,
        nowEnded);
  }
}
