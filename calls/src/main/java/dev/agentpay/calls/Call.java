package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.values.CallSid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A customer's call: what its events add up to.
///
/// @param uui the id under which a PBX knows it
/// @param ringing the agent whose softphone or telephone rings for it
/// @param rung the number of the event that rang them: tells one ringing from the next
/// @param missed who was rung and did not take it
/// @param waiting present while the caller hears music until somebody is ready
/// @param agent who answered or claimed it: its owner
/// @param agentLeg the answered leg to the agent or to the agent's PBX
/// @param legs the agents' legs that were answered so far
/// @param hungUp whether the agent's leg is over while the customer's goes on
/// @param answeredAt present once the customer talks to somebody
/// @param endedAt present once it is over
/// @param ended Twilio's last call status
public record Call(
    CallSid sid,
    long version,
    String from,
    String to,
    CallRoute route,
    Optional<Uui> uui,
    Optional<AgentId> ringing,
    long rung,
    List<AgentId> missed,
    Optional<Waiting> waiting,
    Optional<AgentId> agent,
    Optional<CallSid> agentLeg,
    List<CallSid> legs,
    boolean hungUp,
    Instant startedAt,
    Optional<Instant> answeredAt,
    Optional<Instant> endedAt,
    Optional<String> ended)
    implements Aggregate {

  public Call {
    missed = List.copyOf(missed);
    legs = List.copyOf(legs);
  }

  /// A caller who hears music.
  ///
  /// @param recalled present once Twilio was told that the caller is to ask at once: when
  public record Waiting(Instant since, Optional<Instant> recalled) {}

  @Override
  public StreamId stream() {
    return CallSchema.CALL.stream(sid.value());
  }

  @Override
  public Optional<AgentId> owner() {
    return agent.or(() -> ringing);
  }

  /// Whether the caller hears music until somebody is ready.
  public boolean waits() {
    return waiting.isPresent();
  }

  /// How far it has got.
  public CallState state() {
    if (!isLive()) {
      return CallState.ENDED;
    }
    if (answeredAt.isPresent()) {
      return CallState.ANSWERED;
    }
    if (ringing.isPresent()) {
      return CallState.RINGING;
    }
    return waits() ? CallState.WAITING : CallState.ARRIVED;
  }

  /// Whether it is live and this agent's.
  public boolean isOf(AgentId who) {
    return isLive() && owner().equals(Optional.of(who));
  }

  /// Whether it keeps this agent busy: it rings for them, or is theirs and they have not hung up.
  public boolean keeps(AgentId who) {
    return isOf(who) && !(hungUp && ringing.isEmpty());
  }

  /// Whether it was given to this agent, who has not talked to the customer yet.
  boolean isGivenTo(AgentId who) {
    return isLive() && agent.equals(Optional.of(who)) && answeredAt.isEmpty();
  }

  /// Whether this agent is rung for it.
  boolean rings(AgentId who) {
    return ringing.equals(Optional.of(who));
  }

  /// Whether the customer is still on it.
  public boolean isLive() {
    return endedAt.isEmpty();
  }

  /// The call that begins with this event.
  ///
  /// @throws IllegalArgumentException when it begins with another
  public static Call begin(EventEnvelope first) {
    if (!(first.event() instanceof CallEvent.CallArrived arrived) || first.number() != 1) {
      throw new IllegalArgumentException("a call begins with CallArrived, numbered 1");
    }
    return new Call(
        arrived.call(),
        1,
        arrived.from(),
        arrived.to(),
        arrived.route(),
        arrived.uui(),
        Optional.empty(),
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        arrived.agentLeg(),
        List.of(),
        false,
        first.at(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The call after one more event.
  ///
  /// @throws IllegalStateException when the event's number is not the next
  public Call evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final Call after = changed(recorded);
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  static Call evolve(Optional<Call> before, EventEnvelope event) {
    return before.map(call -> call.evolve(event)).orElseGet(() -> begin(event));
  }

  private Call changed(EventEnvelope recorded) {
    final Change change = new Change(this, recorded);
    return switch ((CallEvent) recorded.event()) {
      case CallEvent.CallArrived _ -> throw new IllegalStateException(sid + " has begun already");
      case CallEvent.AgentRung by -> change.rings(by.agent());
      case CallEvent.AgentMissed by -> change.misses(by.agent());
      case CallEvent.CallerWaits _ -> change.waits(Optional.empty());
      case CallEvent.CallerRecalled _ -> change.waits(Optional.of(recorded.at()));
      case CallEvent.AgentAnswered by ->
          change.owner(Optional.of(by.agent())).talksOn(by.leg()).answers(Optional.of(by.leg()));
      case CallEvent.CallAnswered by -> change.answers(by.leg());
      case CallEvent.CallClaimed by -> change.owner(Optional.of(by.agent())).made();
      case CallEvent.CallAssigned by -> change.owner(Optional.of(by.agent())).made();
      case CallEvent.AgentHungUp _ -> change.hangsUp();
      case CallEvent.CallLeft _ -> change.owner(Optional.empty()).made();
      case CallEvent.CallEnded end -> change.ends(end.why());
    };
  }

  /// One event's change in the making: everything else stays as it was.
  private static final class Change {
    private final Call was;
    private final EventEnvelope by;
    private Optional<AgentId> ringing;
    private long rung;
    private List<AgentId> missed;
    private Optional<Waiting> waiting;
    private Optional<AgentId> agent;
    private Optional<CallSid> agentLeg;
    private List<CallSid> legs;
    private boolean hungUp;
    private Optional<Instant> answeredAt;
    private Optional<Instant> endedAt;
    private Optional<String> ended;

    Change(Call was, EventEnvelope by) {
      this.was = was;
      this.by = by;
      ringing = was.ringing;
      rung = was.rung;
      missed = was.missed;
      waiting = was.waiting;
      agent = was.agent;
      agentLeg = was.agentLeg;
      legs = was.legs;
      hungUp = was.hungUp;
      answeredAt = was.answeredAt;
      endedAt = was.endedAt;
      ended = was.ended;
    }

    Call rings(AgentId who) {
      ringing = Optional.of(who);
      waiting = Optional.empty();
      rung = by.number();
      return made();
    }

    /// Whoever was given the call before and does not answer has lost it.
    Call misses(AgentId who) {
      ringing = Optional.empty();
      agent = agent.filter(owner -> !owner.equals(who));
      missed = Stream.concat(missed.stream(), Stream.of(who)).distinct().toList();
      return made();
    }

    Call waits(Optional<Instant> recalled) {
      ringing = Optional.empty();
      waiting = Optional.of(new Waiting(was.waiting.map(Waiting::since).orElse(by.at()), recalled));
      return made();
    }

    Change owner(Optional<AgentId> who) {
      ringing = Optional.empty();
      waiting = Optional.empty();
      agent = who;
      hungUp = false;
      return this;
    }

    Change talksOn(CallSid leg) {
      legs = Stream.concat(legs.stream(), Stream.of(leg)).distinct().toList();
      return this;
    }

    Call hangsUp() {
      hungUp = true;
      return made();
    }

    Call answers(Optional<CallSid> leg) {
      waiting = Optional.empty();
      agentLeg = leg.or(() -> agentLeg);
      answeredAt = answeredAt.or(() -> Optional.of(by.at()));
      return made();
    }

    Call ends(String why) {
      ringing = Optional.empty();
      waiting = Optional.empty();
      endedAt = Optional.of(by.at());
      ended = Optional.of(why);
      return made();
    }

    Call made() {
      return new Call(
          was.sid,
          by.number(),
          was.from,
          was.to,
          was.route,
          was.uui,
          ringing,
          rung,
          missed,
          waiting,
          agent,
          agentLeg,
          legs,
          hungUp,
          was.startedAt,
          answeredAt,
          endedAt,
          ended);
    }
  }
}
