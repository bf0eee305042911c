package dev.agentpay.payments;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Task;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.Optional;

/// Sends a session's instructions, one after another, and looks at its deadline.
final class InstructionSender {
  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "outbox", "instruction");
  private static final Origin DEADLINE = new Origin(Actor.SYSTEM, "outbox", "deadline");

  private final PaySessions sessions;
  private final Kernel kernel;
  private final TwilioGateway gateway;
  private final ConnectorLedger ledger;
  private final Retries retries;

  InstructionSender(
      PaySessions sessions,
      Kernel kernel,
      TwilioGateway gateway,
      ConnectorLedger ledger,
      Retries retries) {
    this.sessions = sessions;
    this.kernel = kernel;
    this.gateway = gateway;
    this.ledger = ledger;
    this.retries = retries;
  }

  /// Has the worker give us what is ours.
  void register() {
    for (Class<?> instruction : Instruction.class.getPermittedSubclasses()) {
      kernel.worker().handle(instruction.asSubclass(Instruction.class), this::attempt);
    }
    kernel.worker().handle(SessionDeadline.class, this::deadline);
  }

  private Optional<Instant> deadline(Task task) {
    final PaySession after =
        sessions.apply(session(task), new Input.DeadlinePassed(), Optional.empty(), DEADLINE);
    if (after.state().isFinal()) {
      kernel.outbox().remove(task.id());
    }
    return Optional.empty();
  }

  private Optional<Instant> attempt(Task task) {
    final PaySession session = sessions.find(session(task)).orElseThrow();
    final Instruction instruction = (Instruction) task.work();
    final Input input;
    if (Wanted.is(session, task.number(), instruction, task.attempts())) {
      final Answer answer = send(session, task.number(), instruction);
      final var pause = retries.pause(instruction, answer, task.attempts());
      if (pause.isPresent()) {
        return Optional.of(kernel.scheduler().now().plus(pause.get()));
      }
      input = new Input.Answered(task.number(), instruction, task.attempts(), answer);
    } else {
      input = new Input.Dropped(task.number(), instruction);
    }
    sessions.apply(session.id(), input, Optional.empty(), ORIGIN);
    return Optional.empty();
  }

  private static SessionId session(Task task) {
    return new SessionId(task.queue().substring(task.queue().indexOf('/') + 1));
  }

  private Answer send(PaySession session, long number, Instruction instruction) {
    if (instruction instanceof Instruction.AskLedger) {
      return ledger.ask(session.request().connector(), session.id());
    }
    final Optional<PaymentSid> payment =
        instruction instanceof Instruction.CancelOrphan orphan
            ? Optional.of(orphan.payment())
            : session.payment();
    if (payment.isEmpty() && !(instruction instanceof Instruction.Create)) {
      return new Answer.NotSent("Twilio has not told the Payment yet");
    }
    return gateway.send(
        new TwilioGateway.Envelope(session.id(), number, session.request().call(), payment),
        instruction);
  }
}
