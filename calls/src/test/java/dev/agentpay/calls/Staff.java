package dev.agentpay.calls;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.Story;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Simulated agents, who come and go, claim calls and take payments, and a supervisor who assigns
/// calls. They mostly request what makes sense, and now and then something that does not.
final class Staff {
  /// Origin cause of a claim by CallSid.
  static final String CLAIM_BY_SID = "claim by sid";

  /// Origin cause of a claim by UUI, followed by the UUI.
  static final String CLAIM_BY_UUI = "claim by UUI";

  /// Origin cause of a start that nobody has confirmed.
  static final String UNCONFIRMED_START = "start";

  private final Simulation simulation;
  private final CallModel model;
  private final Invariants invariants;
  private final Webhooks.Consumers nodes;

  Staff(Simulation simulation, CallModel model, Invariants invariants, Webhooks.Consumers nodes) {
    this.simulation = simulation;
    this.model = model;
    this.invariants = invariants;
    this.nodes = nodes;
  }

  void work(Instant until) {
    World.AGENTS.forEach(agent -> simulation.in(10, 5_000, () -> startShift(agent, until)));
    simulation.in(10_000, 30_000, () -> supervise(until));
  }

  private void startShift(AgentId agent, Instant until) {
    setReady(agent, true);
    simulation.in(500, 2_000, () -> act(agent, until));
  }

  private void act(AgentId agent, Instant until) {
    final int choice = simulation.random().nextInt(100);
    if (choice < 5) {
      setReady(agent, false);
      simulation.in(2_000, 25_000, () -> setReady(agent, true));
    } else if (choice < 8) {
      setReady(agent, true);
    } else if (choice < 14) {
      claimBySid(agent);
    } else if (choice < 20) {
      claimByUui(agent);
    } else if (choice < 22) {
      withdraw(agent, simulation.chance(0.2));
    } else {
      pay(agent);
    }
    if (simulation.time().now().isBefore(until)) {
      simulation.in(400, 2_500, () -> act(agent, until));
    } else {
      setReady(agent, false);
    }
  }

  private void setReady(AgentId agent, boolean wantsCalls) {
    final Origin by = by(agent, wantsCalls ? "ready" : "away");
    request(by, server -> server.calls.setAvailability(agent, wantsCalls, by))
        .ifPresent(
            now ->
                invariants.check(
                    now.wantsCalls() == wantsCalls, "availability was not stored", now));
  }

  private void claimBySid(AgentId agent) {
    final List<Line> live = model.lines().stream().filter(Line::isLive).toList();
    if (live.isEmpty()) {
      return;
    }
    final Line line = simulation.oneOf(live);
    final CallSid leg = simulation.chance(0.5) ? line.sid : line.other().orElse(line.sid);
    final Origin by = by(agent, CLAIM_BY_SID);
    request(by, server -> server.claims.claim(leg, agent, by))
        .ifPresent(
            call ->
                invariants.check(
                    call.agent().equals(Optional.of(agent)),
                    "a claim did not take the call",
                    call));
  }

  private void claimByUui(AgentId agent) {
    final Uui uui = uui();
    final Origin by = by(agent, CLAIM_BY_UUI + " " + uui);
    request(by, server -> server.claims.claim(uui, agent, by));
  }

  private Uui uui() {
    final List<Uui> inbound =
        model.lines().stream()
            .filter(line -> line.isLive() && line.route == CallRoute.SIP_IN)
            .map(line -> new Uui(line.sid.value()))
            .toList();
    return inbound.isEmpty() || simulation.chance(0.6)
        ? simulation.oneOf(World.UUIS)
        : simulation.oneOf(inbound);
  }

  private void withdraw(AgentId agent, boolean isSupervisor) {
    final Uui uui = uui();
    final Origin by = isSupervisor ? supervisor("withdraw") : by(agent, "withdraw");
    final Optional<AgentId> claimant = isSupervisor ? Optional.empty() : Optional.of(agent);
    request(by, server -> server.claims.withdraw(uui, claimant, by));
  }

  private void supervise(Instant until) {
    final List<Line> live = model.lines().stream().filter(Line::isLive).toList();
    if (!live.isEmpty()) {
      final Line line = simulation.oneOf(live);
      final AgentId agent = simulation.oneOf(World.AGENTS);
      final Origin by = supervisor("assign");
      request(by, server -> server.claims.assign(line.sid, agent, by));
    }
    if (simulation.time().now().isBefore(until)) {
      simulation.in(5_000, 30_000, () -> supervise(until));
    }
  }

  /// Continues the payment on one of the agent's calls, or starts one.
  private void pay(AgentId agent) {
    final List<Call> own = invariants.calls().stream().filter(call -> call.isOf(agent)).toList();
    if (own.isEmpty()) {
      return;
    }
    final CallSid call = simulation.oneOf(own).sid();
    final Optional<PaySession> session =
        invariants.sessions().stream()
            .filter(s -> s.request().call().equals(call))
            .reduce((_, newer) -> newer);
    if (session.isEmpty()
        || (session.get().state().isFinal() && simulation.chance(0.15))
        || simulation.chance(0.03)) {
      start(agent, call, session.isPresent() && simulation.chance(0.4));
    } else {
      final Origin by = by(agent, "click");
      nextClick(session.get())
          .ifPresent(
              input ->
                  request(
                      by,
                      server ->
                          server.sessions.change(session.get().id(), input, Optional.empty(), by)));
    }
  }

  private void start(AgentId agent, CallSid call, boolean confirmed) {
    final Origin by = by(agent, confirmed ? "confirmed start" : UNCONFIRMED_START);
    final Optional<PaySession> started =
        request(
            by,
            server -> {
              final Call theirs = server.claims.forPayment(call, agent, true, by);
              return server.sessions.start(
                  agent, payRequest(theirs.sid()), confirmed, Optional.empty(), by);
            });
    started.filter(_ -> simulation.chance(0.1)).ifPresent(session -> cancelSoon(by, session));
  }

  private void cancelSoon(Origin by, PaySession session) {
    simulation.in(
        0,
        2_000,
        () ->
            request(
                by,
                server ->
                    server.sessions.change(
                        session.id(), new Input.Cancel(), Optional.empty(), by)));
  }

  private Optional<Input> nextClick(PaySession session) {
    final int choice = simulation.random().nextInt(40);
    if (choice == 0) {
      return Optional.of(new Input.Cancel());
    }
    if (choice == 1) {
      return Optional.of(new Input.RequestCapture(Story.CARD, true));
    }
    return switch (session.state()) {
      case READY -> Optional.of(new Input.Submit());
      case IDLE -> session.nextField().map(f -> new Input.RequestCapture(f, false));
      default -> Optional.empty();
    };
  }

  private PayRequest payRequest(CallSid call) {
    final List<CaptureField> typeTwice =
        Stream.of(Story.CARD, Story.DATE, Story.CODE)
            .filter(_ -> simulation.random().nextInt(4) == 0)
            .toList();
    return Story.request(call, Optional.of(Money.of("42.50", "USD")), Advance.SERVER, typeTwice);
  }

  private <R> Optional<R> request(Origin by, Function<Nodes.Server, R> request) {
    simulation
        .trace()
        .add(simulation.time().now(), by.actor().name(), () -> "requests " + by.cause());
    final long before = invariants.interleavings();
    try {
      final Optional<R> answer = nodes.on(request);
      simulation.trace().add(simulation.time().now(), by.actor().name(), () -> "gets " + answer);
      return before == invariants.interleavings() ? answer : Optional.empty();
    } catch (RefusedException refused) {
      simulation
          .trace()
          .add(simulation.time().now(), by.actor().name(), () -> "refused: " + refused.refusal());
      return Optional.empty(); // a refused request changes nothing
    }
  }

  private static Origin by(AgentId agent, String cause) {
    return new Origin(new Actor(Actor.Role.AGENT, agent.value()), "198.51.100.1", cause);
  }

  private static Origin supervisor(String cause) {
    return new Origin(new Actor(Actor.Role.SUPERVISOR, "sue"), "198.51.100.2", cause);
  }
}
