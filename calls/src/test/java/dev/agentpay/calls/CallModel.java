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

/// Twilio's calls as simulated: customers call in or are dialled on several routes, and their calls
/// follow our instructions. Requests to Twilio may be lost or take effect late.
final class CallModel {
  private final Simulation simulation;
  private final Webhooks webhooks;
  private final Invariants invariants;
  private final TwilioModel payments;
  private final List<Line> lines = new ArrayList<>();
  private final Map<CallSid, Line> bySid = new HashMap<>();
  private int sids;

  CallModel(Simulation simulation, Webhooks webhooks, Invariants invariants, TwilioModel payments) {
    this.simulation = simulation;
    this.webhooks = webhooks;
    this.invariants = invariants;
    this.payments = payments;
  }

  Simulation simulation() {
    return simulation;
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
  void begin() {
    final int choice = simulation.random().nextInt(20);
    final Line line;
    if (choice < 9) {
      final Duration longest = Duration.ofSeconds(simulation.between(30, 150));
      line = new InboundLine(this, Queueing.upTo(longest), Optional.empty());
    } else if (choice < 11) {
      line = new InboundLine(this, Queueing.NONE, Optional.empty());
    } else if (choice < 13) {
      line = new InboundLine(this, Queueing.NONE, Optional.of(simulation.oneOf(World.AGENTS)));
    } else {
      line = bridged(choice);
    }
    simulation
        .trace()
        .add(simulation.time().now(), "twilio", () -> line.sid + " begins, " + line.route);
    lines.add(line);
    bySid.put(line.sid, line);
    line.begin();
  }

  private Line bridged(int choice) {
    final Optional<Uui> uui = Optional.of(simulation.oneOf(World.UUIS));
    final Optional<AgentId> agent =
        simulation.chance(0.3) ? Optional.of(simulation.oneOf(World.AGENTS)) : Optional.empty();
    return switch (choice) {
      case 13, 14 -> new BridgedLine(this, CallRoute.SIP_IN, uui, agent);
      case 15, 16, 17 -> new BridgedLine(this, CallRoute.SIP_OUT, uui, agent);
      case 18 ->
          new BridgedLine(
              this,
              CallRoute.DIAL_OUT,
              Optional.empty(),
              Optional.of(simulation.oneOf(World.AGENTS)));
      default -> new BridgedLine(this, CallRoute.FOREIGN, Optional.empty(), Optional.empty());
    };
  }

  /// Whether the agent already talks on a telephone that Twilio dialled.
  boolean isOnThePhone(AgentId agent) {
    return lines.stream().anyMatch(line -> line.talking().equals(Optional.of(agent)));
  }

  void paymentsEnd(CallSid call) {
    payments.hangUp(call);
  }

  /// Implements [CallRecall]. The request may be lost, or take effect when the call is already in
  /// another phase.
  boolean recall(CallSid call) {
    simulation.trace().add(simulation.time().now(), "twilio", () -> "is asked to redirect " + call);
    if (simulation.fails(0.05)) {
      invariants.faultOccurred();
      return false;
    }
    final int latest = simulation.fails(0.2) ? 3_000 : 400;
    simulation.in(
        20,
        latest,
        () ->
            line(call)
                .filter(Line::isLive)
                .ifPresent(
                    line -> {
                      simulation
                          .trace()
                          .add(simulation.time().now(), "twilio", () -> "redirects " + call);
                      line.redirected();
                    }));
    return !simulation.fails(0.05); // or the answer is lost
  }

  /// Implements [CallEnds].
  Optional<String> end(CallSid call) {
    return simulation.fails(0.1)
        ? Optional.empty()
        : line(call).filter(line -> !line.isLive()).map(_ -> "completed");
  }

  /// Implements [CustomerLegs].
  CustomerLegs.Answer leg(CallSid leg) {
    if (simulation.fails(0.05)) {
      return new CustomerLegs.Answer.Unavailable("Twilio is unavailable");
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
