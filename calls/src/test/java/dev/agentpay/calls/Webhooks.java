package dev.agentpay.calls;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.RefusedException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Twilio's webhooks on their way to us. Those that tell something get lost, come twice, late and
/// in any order; those that ask are repeated until they have an answer, or given up.
final class Webhooks {
  /// Of callbacks about payments.
  static final Origin TWILIO = new Origin(Actor.TWILIO, "203.0.113.7", "status callback");

  private static final int TRIES = 4;

  private final Stage stage;
  private final Invariants invariants;
  private final Consumers nodes;

  /// Where they arrive.
  interface Consumers {
    <R> Optional<R> on(Function<Nodes.Server, R> request);
  }

  Webhooks(Stage stage, Invariants invariants, Consumers nodes) {
    this.stage = stage;
    this.invariants = invariants;
    this.nodes = nodes;
  }

  void tell(CallInput input) {
    final int copies = stage.fails(0.05) ? 0 : stage.fails(0.2) ? 2 : 1;
    if (copies == 0) {
      stage.trace().add(stage.time().now(), "twilio", () -> "loses " + input);
    }
    for (int i = 0; i < copies; i++) {
      final int latest = stage.fails(0.2) ? 4_000 : 30;
      stage.in(1, latest, () -> deliver(input, 1));
    }
  }

  /// Twilio repeats for seconds what nobody has acknowledged.
  private void deliver(CallInput input, int attempt) {
    stage.trace().add(stage.time().now(), "twilio", () -> "tells " + input);
    final long before = invariants.timesOvertaken();
    try {
      if (nodes.on(server -> tell(server, input)).isPresent()) {
        if (before == invariants.timesOvertaken()) {
          acknowledged(input);
        }
      } else if (attempt < TRIES) {
        stage.in(500, 2_000, () -> deliver(input, attempt + 1));
      }
    } catch (RefusedException none) {
      // it is answered as about none of ours
    }
  }

  /// Its cause is what was told or asked.
  static Origin by(CallInput input) {
    return new Origin(Actor.TWILIO, "203.0.113.7", input.getClass().getSimpleName());
  }

  private static Object tell(Nodes.Server server, CallInput input) {
    return input instanceof CallInput.CustomerLeg
        ? server.calls.change(input, by(input))
        : server.calls.tell(input, by(input));
  }

  /// What was acknowledged is in the store.
  private void acknowledged(CallInput input) {
    if (input instanceof CallInput.CallOver over) {
      invariants.hold(
          invariants.call(over.call()).filter(Call::isLive).isEmpty(), "an end is lost", over);
    }
    if (input instanceof CallInput.AgentLegAnswered answered) {
      final Optional<Call> call =
          invariants.call(answered.call()).filter(c -> c.isOf(answered.agent()));
      invariants.hold(
          call.isEmpty() || call.get().legs().contains(answered.leg()),
          "an answer is lost",
          answered);
    }
    if (input instanceof CallInput.CustomerLeg leg) {
      final Optional<Call> call = invariants.call(leg.arrived().call());
      invariants.hold(call.isPresent(), "a dialled customer is lost", leg);
      invariants.hold(
          leg.over().isEmpty() || call.filter(Call::isLive).isEmpty(), "an end is lost", leg);
    }
  }

  /// @param what is asked, for people
  /// @param waits whether the call still waits for the answer
  /// @param failed what happens when there is no answer
  <R> void ask(
      String what,
      Function<Nodes.Server, R> request,
      BooleanSupplier waits,
      Consumer<R> answer,
      Runnable failed) {
    stage.in(1, 30, () -> attempt(new Question<>(what, request, waits, answer, failed), 1));
  }

  void ask(CallInput input, BooleanSupplier waits, Consumer<NextStep> answer, Runnable failed) {
    ask("asks " + input, server -> next(server, input), waits, answer, failed);
  }

  private NextStep next(Nodes.Server server, CallInput input) {
    final long before = invariants.timesOvertaken();
    final NextStep step = server.calls.next(input, by(input));
    if (before == invariants.timesOvertaken() && step instanceof NextStep.Dial(Ring ring)) {
      final boolean isRung =
          invariants.calls().stream()
              .anyMatch(call -> call.isOf(ring.agent()) && call.rung() == ring.number());
      invariants.hold(isRung, "rung for no call of theirs", ring + " for " + input);
    }
    return step;
  }

  private record Question<R>(
      String what,
      Function<Nodes.Server, R> request,
      BooleanSupplier waits,
      Consumer<R> answer,
      Runnable failed) {}

  private <R> void attempt(Question<R> question, int attempt) {
    if (!question.waits.getAsBoolean()) {
      return;
    }
    stage.trace().add(stage.time().now(), "twilio", () -> question.what);
    if (!stage.fails(0.03)) {
      final Optional<R> answer = nodes.on(question.request);
      stage.trace().add(stage.time().now(), "twilio", () -> "is answered " + answer);
      if (answer.isPresent() && !stage.fails(0.05)) {
        if (question.waits.getAsBoolean()) {
          question.answer.accept(answer.get());
        }
        return;
      }
    }
    invariants.disturbed();
    if (attempt < TRIES) {
      stage.in(300, 3_000, () -> attempt(question, attempt + 1));
    } else if (question.waits.getAsBoolean()) {
      question.failed.run();
    }
  }
}
