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

/// Immutable snapshot of a customer's call, built from its events.
///
/// @param uui the id under which a PBX knows the call
/// @param ringing the agent whose softphone or telephone rings for the call
/// @param rung number of the latest `AgentRung` event, which distinguishes one ring from the next;
///   0: no agent was rung yet
/// @param missed the agents who were rung and did not answer
/// @param waiting present while the caller is on hold until an agent is ready
/// @param agent the owner: the agent who answered, claimed or was assigned the call
/// @param agentLeg the answered leg to the agent or to the agent's PBX
/// @param legs the agents' legs that were answered so far
/// @param hungUp whether the agent's leg has ended while the customer's continues
/// @param answeredAt present once the customer talks to an agent or a PBX
/// @param endedAt present once the call has ended
/// @param ended Twilio's final call status
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

  /// A caller on hold.
  ///
  /// @param recalled when we last asked Twilio to redirect the caller to our webhook
  public record Waiting(Instant since, Optional<Instant> recalled) {}

  @Override
  public StreamId stream() {
    return CallSchema.CALL.stream(sid.value());
  }

  @Override
  public Optional<AgentId> owner() {
    return agent.or(() -> ringing);
  }

  /// Whether the caller is on hold until an agent is ready.
  public boolean waits() {
    return waiting.isPresent();
  }

  /// The state of the call, derived from its fields.
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

  /// Whether the call is live and this agent owns it or is rung for it.
  public boolean isOf(AgentId who) {
    return isLive() && owner().equals(Optional.of(who));
  }

  /// Whether the call keeps this agent busy: it rings for them, or they own it and have not hung
  /// up.
  public boolean keeps(AgentId who) {
    return isOf(who) && !(hungUp && ringing.isEmpty());
  }

  /// Whether the call is live and this agent owns it, but has not talked to the customer yet.
  boolean isAssignedTo(AgentId who) {
    return isLive() && agent.equals(Optional.of(who)) && answeredAt.isEmpty();
  }

  /// Whether the call rings for this agent.
  boolean rings(AgentId who) {
    return ringing.equals(Optional.of(who));
  }

  /// Whether the customer's leg has not ended.
  public boolean isLive() {
    return endedAt.isEmpty();
  }

  /// Creates a call from its first event.
  ///
  /// @throws IllegalArgumentException if the event is not a `CallArrived` with number 1
  public static Call begin(EventEnvelope first) {
    if (!(first.event() instanceof CallEvent.CallArrived arrived) || first.number() != 1) {
      throw new IllegalArgumentException(
          "the first event of a call must be CallArrived with number 1");
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

  /// Returns the call after one more event.
  ///
  /// @throws IllegalStateException if the event does not have the next number, or if
  ///   [CallTransitions] does not allow the move
  public Call evolve(EventEnvelope recorded) {
    recorded.requireNextAfter(version);
    final Call after = apply(recorded);
    CallTransitions.check(state(), recorded.event(), after.state());
    return after;
  }

  static Call evolve(Optional<Call> before, EventEnvelope event) {
    return before.map(call -> call.evolve(event)).orElseGet(() -> begin(event));
  }

  private Call apply(EventEnvelope recorded) {
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
      case CallEvent.CallClaimed by -> change.owner(Optional.of(by.agent())).build();
      case CallEvent.CallAssigned by -> change.owner(Optional.of(by.agent())).build();
      case CallEvent.AgentHungUp _ -> change.hangsUp();
      case CallEvent.CallLeft _ -> change.owner(Optional.empty()).build();
      case CallEvent.CallEnded end -> change.ends(end.why());
    };
  }

  /// Builder for the call after one event. Fields that the event does not touch keep their values.
  private static final class Change {
    private final Call before;
    private final EventEnvelope event;
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

    Change(Call before, EventEnvelope event) {
      this.before = before;
      this.event = event;
      ringing = before.ringing;
      rung = before.rung;
      missed = before.missed;
      waiting = before.waiting;
      agent = before.agent;
      agentLeg = before.agentLeg;
      legs = before.legs;
      hungUp = before.hungUp;
      answeredAt = before.answeredAt;
      endedAt = before.endedAt;
      ended = before.ended;
    }

    Call rings(AgentId who) {
      ringing = Optional.of(who);
      waiting = Optional.empty();
      rung = event.number();
      return build();
    }

    /// An agent who was assigned the call and does not answer loses it.
    Call misses(AgentId who) {
      ringing = Optional.empty();
      agent = agent.filter(owner -> !owner.equals(who));
      missed = Stream.concat(missed.stream(), Stream.of(who)).distinct().toList();
      return build();
    }

    Call waits(Optional<Instant> recalled) {
      ringing = Optional.empty();
      waiting =
          Optional.of(new Waiting(before.waiting.map(Waiting::since).orElse(event.at()), recalled));
      return build();
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
      return build();
    }

    Call answers(Optional<CallSid> leg) {
      waiting = Optional.empty();
      agentLeg = leg.or(() -> agentLeg);
      answeredAt = answeredAt.or(() -> Optional.of(event.at()));
      return build();
    }

    Call ends(String why) {
      ringing = Optional.empty();
      waiting = Optional.empty();
      endedAt = Optional.of(event.at());
      ended = Optional.of(why);
      return build();
    }

    Call build() {
      return new Call(
          before.sid,
          event.number(),
          before.from,
          before.to,
          before.route,
          before.uui,
          ringing,
          rung,
          missed,
          waiting,
          agent,
          agentLeg,
          legs,
          hungUp,
          before.startedAt,
          answeredAt,
          endedAt,
          ended);
    }
  }
}
