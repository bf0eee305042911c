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
import dev.agentpay.payments.values.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Agents who come and go, claim calls and take payments, and a supervisor who gives calls to them:
/// they click what makes sense, or now and then what does not.
final class Staff {
  /// What a claim by a call's sid gives as its cause.
  static final String CLAIM_BY_SID = "claim by sid";

  /// What a claim by UUI gives as its cause, with the UUI behind it.
  static final String CLAIM_BY_UUI = "claim by UUI";

  /// What a start gives as its cause that nobody has confirmed.
  static final String UNCONFIRMED_START = "start";

  private final Stage stage;
  private final CallModel model;
  private final Invariants invariants;
  private final Webhooks.Consumers nodes;

  Staff(Stage stage, CallModel model, Invariants invariants, Webhooks.Consumers nodes) {
    this.stage = stage;
    this.model = model;
    this.invariants = invariants;
    this.nodes = nodes;
  }

  void work(Instant until) {
    World.AGENTS.forEach(agent -> stage.in(10, 5_000, () -> comes(agent, until)));
    stage.in(10_000, 30_000, () -> supervises(until));
  }

  private void comes(AgentId agent, Instant until) {
    isReady(agent, true);
    stage.in(500, 2_000, () -> looks(agent, until));
  }

  private void looks(AgentId agent, Instant until) {
    final int whim = stage.random().nextInt(100);
    if (whim < 5) {
      isReady(agent, false);
      stage.in(2_000, 25_000, () -> isReady(agent, true));
    } else if (whim < 8) {
      isReady(agent, true);
    } else if (whim < 14) {
      claimsBySid(agent);
    } else if (whim < 20) {
      claimsByUui(agent);
    } else if (whim < 22) {
      withdraws(agent, stage.whim(0.2));
    } else {
      pays(agent);
    }
    if (stage.time().now().isBefore(until)) {
      stage.in(400, 2_500, () -> looks(agent, until));
    } else {
      isReady(agent, false);
    }
  }

  private void isReady(AgentId agent, boolean wantsCalls) {
    final Origin by = by(agent, wantsCalls ? "ready" : "away");
    clicks(by, server -> server.calls.setAvailability(agent, wantsCalls, by))
        .ifPresent(now -> invariants.hold(now.wantsCalls() == wantsCalls, "not as said", now));
  }

  private void claimsBySid(AgentId agent) {
    final List<Line> live = model.lines().stream().filter(Line::isLive).toList();
    if (live.isEmpty()) {
      return;
    }
    final Line line = stage.oneOf(live);
    final CallSid leg = stage.whim(0.5) ? line.sid : line.other().orElse(line.sid);
    final Origin by = by(agent, CLAIM_BY_SID);
    clicks(by, server -> server.claims.claim(leg, agent, by))
        .ifPresent(
            call ->
                invariants.hold(
                    call.agent().equals(Optional.of(agent)), "claimed for nothing", call));
  }

  private void claimsByUui(AgentId agent) {
    final Uui uui = uui();
    final Origin by = by(agent, CLAIM_BY_UUI + " " + uui);
    clicks(by, server -> server.claims.claim(uui, agent, by));
  }

  private Uui uui() {
    final List<Uui> inbound =
        model.lines().stream()
            .filter(line -> line.isLive() && line.route == CallRoute.SIP_IN)
            .map(line -> new Uui(line.sid.value()))
            .toList();
    return inbound.isEmpty() || stage.whim(0.6) ? stage.oneOf(World.UUIS) : stage.oneOf(inbound);
  }

  private void withdraws(AgentId agent, boolean isSupervisor) {
    final Uui uui = uui();
    final Origin by = isSupervisor ? supervisor("withdraw") : by(agent, "withdraw");
    final Optional<AgentId> whose = isSupervisor ? Optional.empty() : Optional.of(agent);
    clicks(by, server -> server.claims.withdraw(uui, whose, by));
  }

  private void supervises(Instant until) {
    final List<Line> live = model.lines().stream().filter(Line::isLive).toList();
    if (!live.isEmpty()) {
      final Line line = stage.oneOf(live);
      final AgentId agent = stage.oneOf(World.AGENTS);
      final Origin by = supervisor("assign");
      clicks(by, server -> server.claims.assign(line.sid, agent, by));
    }
    if (stage.time().now().isBefore(until)) {
      stage.in(5_000, 30_000, () -> supervises(until));
    }
  }

  /// Goes on with the payment on one of the agent's calls, or begins one.
  private void pays(AgentId agent) {
    final List<Call> own = invariants.calls().stream().filter(call -> call.isOf(agent)).toList();
    if (own.isEmpty()) {
      return;
    }
    final CallSid call = stage.oneOf(own).sid();
    final Optional<PaySession> session =
        invariants.sessions().stream()
            .filter(s -> s.request().call().equals(call))
            .reduce((_, newer) -> newer);
    if (session.isEmpty()
        || (session.get().state().isFinal() && stage.whim(0.15))
        || stage.whim(0.03)) {
      starts(agent, call, session.isPresent() && stage.whim(0.4));
    } else {
      final Origin by = by(agent, "click");
      click(session.get())
          .ifPresent(
              input ->
                  clicks(
                      by,
                      server ->
                          server.sessions.ask(session.get().id(), input, Optional.empty(), by)));
    }
  }

  private void starts(AgentId agent, CallSid call, boolean confirmed) {
    final Origin by = by(agent, confirmed ? "confirmed start" : UNCONFIRMED_START);
    final Optional<PaySession> started =
        clicks(
            by,
            server -> {
              final Call theirs = server.claims.forPayment(call, agent, true, by);
              return server.sessions.start(
                  agent, request(theirs.sid()), confirmed, Optional.empty(), by);
            });
    started.filter(_ -> stage.whim(0.1)).ifPresent(session -> thinksAgain(by, session));
  }

  private void thinksAgain(Origin by, PaySession session) {
    stage.in(
        0,
        2_000,
        () ->
            clicks(
                by,
                server ->
                    server.sessions.ask(session.id(), new Input.Cancel(), Optional.empty(), by)));
  }

  private Optional<Input> click(PaySession session) {
    final int whim = stage.random().nextInt(40);
    if (whim == 0) {
      return Optional.of(new Input.Cancel());
    }
    if (whim == 1) {
      return Optional.of(new Input.AskFor(Story.CARD, true));
    }
    return switch (session.state()) {
      case READY -> Optional.of(new Input.Submit());
      case IDLE -> session.nextField().map(f -> new Input.AskFor(f, false));
      default -> Optional.empty();
    };
  }

  private static PayRequest request(CallSid call) {
    return Story.request(call, Optional.of(Money.of("42.50", "USD")), Advance.SERVER);
  }

  private <R> Optional<R> clicks(Origin by, Function<Nodes.Server, R> request) {
    stage.trace().add(stage.time().now(), by.actor().name(), () -> "clicks " + by.cause());
    final long before = invariants.timesOvertaken();
    try {
      final Optional<R> answer = nodes.on(request);
      stage.trace().add(stage.time().now(), by.actor().name(), () -> "sees " + answer);
      return before == invariants.timesOvertaken() ? answer : Optional.empty();
    } catch (RefusedException refused) {
      stage
          .trace()
          .add(stage.time().now(), by.actor().name(), () -> "refused: " + refused.refusal());
      return Optional.empty(); // what one may not do changes nothing
    }
  }

  private static Origin by(AgentId agent, String cause) {
    return new Origin(new Actor(Actor.Role.AGENT, agent.value()), "198.51.100.1", cause);
  }

  private static Origin supervisor(String cause) {
    return new Origin(new Actor(Actor.Role.SUPERVISOR, "sue"), "198.51.100.2", cause);
  }
}
