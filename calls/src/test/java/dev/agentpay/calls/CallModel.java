package dev.agentpay.calls;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.TwilioModel;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Twilio's calls: customers call in on several routes and are dialled, and what their calls do is
/// what we answered. Requests to it get lost or take effect late.
final class CallModel {
  private final Stage stage;
  private final Webhooks webhooks;
  private final Invariants invariants;
  private final TwilioModel payments;
  private final List<Line> lines = new ArrayList<>();
  private final Map<CallSid, Line> bySid = new HashMap<>();
  private int sids;

  CallModel(Stage stage, Webhooks webhooks, Invariants invariants, TwilioModel payments) {
    this.stage = stage;
    this.webhooks = webhooks;
    this.invariants = invariants;
    this.payments = payments;
  }

  Stage stage() {
    return stage;
  }

  Webhooks webhooks() {
    return webhooks;
  }

  List<Line> lines() {
    return lines;
  }

  Optional<Line> line(CallSid customer) {
    return Optional.ofNullable(bySid.get(customer));
  }

  CallSid nextSid() {
    return new CallSid("CA%032x".formatted(++sids));
  }

  /// A customer calls, or is dialled.
  void begins() {
    final int whim = stage.random().nextInt(20);
    final Line line;
    if (whim < 9) {
      final Duration longest = Duration.ofSeconds(stage.between(30, 150));
      line = new RungLine(this, Queueing.upTo(longest), Optional.empty());
    } else if (whim < 11) {
      line = new RungLine(this, Queueing.NONE, Optional.empty());
    } else if (whim < 13) {
      line = new RungLine(this, Queueing.NONE, Optional.of(stage.oneOf(World.AGENTS)));
    } else {
      line = bridged(whim);
    }
    stage.trace().add(stage.time().now(), "twilio", () -> line.sid + " begins, " + line.route);
    lines.add(line);
    bySid.put(line.sid, line);
    line.begins();
  }

  private Line bridged(int whim) {
    final Optional<Uui> uui = Optional.of(stage.oneOf(World.UUIS));
    final Optional<AgentId> agent =
        stage.whim(0.3) ? Optional.of(stage.oneOf(World.AGENTS)) : Optional.empty();
    return switch (whim) {
      case 13, 14 -> new BridgedLine(this, CallRoute.SIP_IN, uui, agent);
      case 15, 16, 17 -> new BridgedLine(this, CallRoute.SIP_OUT, uui, agent);
      case 18 ->
          new BridgedLine(
              this, CallRoute.DIAL_OUT, Optional.empty(), Optional.of(stage.oneOf(World.AGENTS)));
      default -> new BridgedLine(this, CallRoute.FOREIGN, Optional.empty(), Optional.empty());
    };
  }

  /// Whether a telephone that Twilio dials is in use.
  boolean isOnThePhone(AgentId agent) {
    return lines.stream().anyMatch(line -> line.talking().equals(Optional.of(agent)));
  }

  void paymentsEnd(CallSid call) {
    payments.hangUp(call);
  }

  /// [CallRecall]: the request may be lost, and takes effect when the call does something else
  /// already.
  boolean recall(CallSid call) {
    stage.trace().add(stage.time().now(), "twilio", () -> "is to redirect " + call);
    if (stage.fails(0.05)) {
      invariants.disturbed();
      return false;
    }
    final int latest = stage.fails(0.2) ? 3_000 : 400;
    stage.in(
        20,
        latest,
        () ->
            line(call)
                .filter(Line::isLive)
                .ifPresent(
                    line -> {
                      stage.trace().add(stage.time().now(), "twilio", () -> "redirects " + call);
                      line.redirected();
                    }));
    return !stage.fails(0.05); // or the answer is lost
  }

  /// [CallEnds]: whether a call is over.
  Optional<String> end(CallSid call) {
    return stage.fails(0.1)
        ? Optional.empty()
        : line(call).filter(line -> !line.isLive()).map(_ -> "completed");
  }

  /// [CustomerLegs]: whose customer's leg it is, or belongs to.
  CustomerLegs.Answer leg(CallSid leg) {
    if (stage.fails(0.05)) {
      return new CustomerLegs.Answer.Unavailable("Twilio is away");
    }
    return lines.stream()
        .filter(line -> line.sid.equals(leg) || line.other().equals(Optional.of(leg)))
        .findFirst()
        .<CustomerLegs.Answer>map(
            line ->
                new CustomerLegs.Answer.Customer(
                    line.sid, "+1", "+2", line.isLive() && line.wasInProgress(), line.other()))
        .orElseGet(CustomerLegs.Answer.Unknown::new);
  }
}
