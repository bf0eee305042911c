package dev.agentpay.calls;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.RefusedException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Delivers Twilio's webhooks to our nodes. Status callbacks may be lost, duplicated, late and out
/// of order. Requests for instructions are retried until they are answered, or given up.
final class Webhooks {
  /// Origin of status callbacks about payments.
  static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "status callback");

  private static final int TRIES = 4;

  private final Simulation simulation;
  private final Invariants invariants;
  private final Consumers nodes;

  /// Receives the webhooks.
  interface Consumers {
    <R> Optional<R> on(Function<Nodes.Server, R> request);
  }

  Webhooks(Simulation simulation, Invariants invariants, Consumers nodes) {
    this.simulation = simulation;
    this.invariants = invariants;
    this.nodes = nodes;
  }

  void send(CallInput input) {
    final int copies = simulation.fails(0.05) ? 0 : simulation.fails(0.2) ? 2 : 1;
    if (copies == 0) {
      simulation.trace().add(simulation.time().now(), "twilio", () -> "loses " + input);
    }
    for (int i = 0; i < copies; i++) {
      final int latest = simulation.fails(0.2) ? 4_000 : 30;
      simulation.in(1, latest, () -> deliver(input, 1));
    }
  }

  /// Twilio retries an unacknowledged callback for some seconds.
  private void deliver(CallInput input, int attempt) {
    simulation.trace().add(simulation.time().now(), "twilio", () -> "reports " + input);
    final long before = invariants.interleavings();
    try {
      if (nodes.on(server -> handle(server, input)).isPresent()) {
        if (before == invariants.interleavings()) {
          checkStored(input);
        }
      } else if (attempt < TRIES) {
        simulation.in(500, 2_000, () -> deliver(input, attempt + 1));
      }
    } catch (RefusedException unknownCall) {
      // Answered as a callback about an unknown call.
    }
  }

  /// The origin's cause is the input's type.
  static Origin by(CallInput input) {
    return new Origin(Actor.TWILIO, "203.0.113.7", input.getClass().getSimpleName());
  }

  private static Object handle(Nodes.Server server, CallInput input) {
    return input instanceof CallInput.CustomerLeg
        ? server.calls.change(input, by(input))
        : server.calls.handle(input, by(input));
  }

  /// An acknowledged callback must be stored.
  private void checkStored(CallInput input) {
    if (input instanceof CallInput.CallOver over) {
      invariants.check(
          invariants.call(over.call()).filter(Call::isLive).isEmpty(), "an end is lost", over);
    }
    if (input instanceof CallInput.AgentLegAnswered answered) {
      final Optional<Call> call =
          invariants.call(answered.call()).filter(c -> c.isOf(answered.agent()));
      invariants.check(
          call.isEmpty() || call.get().legs().contains(answered.leg()),
          "an answer is lost",
          answered);
    }
    if (input instanceof CallInput.CustomerLeg leg) {
      final Optional<Call> call = invariants.call(leg.arrived().call());
      invariants.check(call.isPresent(), "a dialled customer is lost", leg);
      invariants.check(
          leg.end().isEmpty() || call.filter(Call::isLive).isEmpty(), "an end is lost", leg);
    }
  }

  /// @param what describes the request in the trace
  /// @param waits whether the call still waits for the answer
  /// @param failed runs if there is no answer
  <R> void request(
      String what,
      Function<Nodes.Server, R> request,
      BooleanSupplier waits,
      Consumer<R> answer,
      Runnable failed) {
    simulation.in(1, 30, () -> attempt(new Request<>(what, request, waits, answer, failed), 1));
  }

  void request(CallInput input, BooleanSupplier waits, Consumer<NextStep> answer, Runnable failed) {
    request(
        "requests instructions: " + input, server -> next(server, input), waits, answer, failed);
  }

  private NextStep next(Nodes.Server server, CallInput input) {
    final long before = invariants.interleavings();
    final NextStep step = server.calls.next(input, by(input));
    if (before == invariants.interleavings() && step instanceof NextStep.Dial(Ring ring)) {
      final boolean isRung =
          invariants.calls().stream()
              .anyMatch(call -> call.isOf(ring.agent()) && call.rung() == ring.number());
      invariants.check(isRung, "rung for another agent's call", ring + " for " + input);
    }
    return step;
  }

  private record Request<R>(
      String what,
      Function<Nodes.Server, R> request,
      BooleanSupplier waits,
      Consumer<R> answer,
      Runnable failed) {}

  private <R> void attempt(Request<R> request, int attempt) {
    if (!request.waits.getAsBoolean()) {
      return;
    }
    simulation.trace().add(simulation.time().now(), "twilio", () -> request.what);
    if (!simulation.fails(0.03)) {
      final Optional<R> answer = nodes.on(request.request);
      simulation.trace().add(simulation.time().now(), "twilio", () -> "gets " + answer);
      if (answer.isPresent() && !simulation.fails(0.05)) {
        if (request.waits.getAsBoolean()) {
          request.answer.accept(answer.get());
        }
        return;
      }
    }
    invariants.faultOccurred();
    if (attempt < TRIES) {
      simulation.in(300, 3_000, () -> attempt(request, attempt + 1));
    } else if (request.waits.getAsBoolean()) {
      request.failed.run();
    }
  }
}
