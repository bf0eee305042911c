package dev.agentpay.payments;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.events.OutboxWorker;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.payments.values.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sends a session's instructions one after another, and handles its deadline.
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

  /// Registers handlers for instructions and deadlines.
  void register() {
    for (Class<?> instruction : Instruction.class.getPermittedSubclasses()) {
      kernel.worker().handle(instruction.asSubclass(Instruction.class), this::attempt);
    }
    kernel.worker().handle(SessionDeadline.class, this::handleDeadline);
  }

  private Optional<OutboxWorker.Retry> handleDeadline(Task task) {
    final PaySession after =
        sessions.apply(sessionId(task), new Input.DeadlinePassed(), Optional.empty(), DEADLINE);
    if (!sessions.hasDeadline(after)) {
      kernel.outbox().done(task);
    }
    return Optional.empty();
  }

  private Optional<OutboxWorker.Retry> attempt(Task task) {
    final PaySession session = sessions.find(sessionId(task)).orElseThrow();
    final Instruction instruction = (Instruction) task.work();
    final Input.Attempt attempt =
        task.mayHaveGotThrough() ? Input.Attempt.REPEATED : Input.Attempt.ONLY;
    if (!InstructionRelevance.isStillNeeded(
        session, task.number(), instruction, task.mayHaveGotThrough())) {
      sessions.settle(
          session.id(), task, new Input.Dropped(task.number(), instruction, attempt), ORIGIN);
      return Optional.empty();
    }
    final Answer answer = send(session, task.number(), instruction);
    final Optional<Duration> pause =
        retries.pause(instruction, answer, task.attempts(), task.mayHaveGotThrough());
    if (pause.isPresent()) {
      final Instant retryAt = kernel.scheduler().now().plus(pause.get());
      return Optional.of(new OutboxWorker.Retry(retryAt, isFutile(answer)));
    }
    sessions.settle(
        session.id(),
        task,
        new Input.Answered(task.number(), instruction, attempt, answer),
        ORIGIN);
    return Optional.empty();
  }

  /// Whether the attempt certainly had no effect.
  private static boolean isFutile(Answer answer) {
    return answer instanceof Answer.NotSent || answer instanceof Answer.RateLimited;
  }

  private static SessionId sessionId(Task task) {
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
      return new Answer.NotSent("the Payment's sid is not known yet");
    }
    return gateway.send(
        new TwilioGateway.Envelope(session.id(), number, session.request().call(), payment),
        instruction);
  }
}
