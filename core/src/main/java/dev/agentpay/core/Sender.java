package dev.agentpay.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Does the outbox's tasks: sends instructions one after another for each session, looks at
/// deadlines, and takes over what a dead node left.
final class Sender {
  /// How long a node may keep a task. Longer than one attempt may take (connect and read time-out
  /// together), so that no other node begins it meanwhile; short, because a dead node's task waits
  /// for as long.
  static final Duration LEASE = Duration.ofSeconds(20);

  private static final Origin ORIGIN = new Origin(Actor.SYSTEM, "outbox", "instruction");
  private static final Origin DEADLINE = new Origin(Actor.SYSTEM, "outbox", "deadline");

  private final PaySessions sessions;
  private final Outbox outbox;
  private final TwilioGateway gateway;
  private final ConnectorLedger ledger;
  private final Retries retries;
  private final Scheduler scheduler;
  private final String node;

  Sender(
      PaySessions sessions,
      Outbox outbox,
      TwilioGateway gateway,
      ConnectorLedger ledger,
      Retries retries,
      Scheduler scheduler,
      String node) {
    this.sessions = sessions;
    this.outbox = outbox;
    this.gateway = gateway;
    this.ledger = ledger;
    this.retries = retries;
    this.scheduler = scheduler;
    this.node = node;
  }

  /// Sends what waits for this session, soon.
  void soon(SessionId session) {
    scheduler.soon(() -> sendAll(session));
  }

  /// Looks for due tasks again and again.
  void sweep(Duration every) {
    scheduler.at(
        scheduler.now().plus(every),
        () -> {
          try {
            final Instant now = scheduler.now();
            for (Task task : outbox.leaseDue(node, now, now.plus(LEASE))) {
              scheduler.soon(() -> work(task));
            }
          } finally {
            sweep(every);
          }
        });
  }

  private void sendAll(SessionId session) {
    Optional<Task> task = lease(session);
    while (task.isPresent()) {
      attempt(task.get());
      task = lease(session);
    }
  }

  private Optional<Task> lease(SessionId session) {
    final Instant now = scheduler.now();
    return outbox.leaseNext(session, node, now, now.plus(LEASE));
  }

  private void work(Task task) {
    if (task.isDeadline()) {
      deadline(task);
    } else {
      attempt(task);
      sendAll(task.session());
    }
  }

  private void deadline(Task task) {
    final PaySession after =
        sessions.apply(task.session(), new Input.DeadlinePassed(), Optional.empty(), DEADLINE);
    if (after.state().isFinal()) {
      outbox.remove(task.session(), Task.DEADLINE);
    }
  }

  private void attempt(Task task) {
    final PaySession session = sessions.find(task.session()).orElseThrow();
    final Instruction instruction = task.instruction().orElseThrow();
    final Input input;
    if (Wanted.is(session, task.number(), instruction, task.attempts())) {
      final Answer answer = send(session, task.number(), instruction);
      final Optional<Duration> pause = retries.pause(instruction, answer, task.attempts());
      if (pause.isPresent()) {
        final Instant again = scheduler.now().plus(pause.get());
        outbox.putOff(task, again);
        scheduler.at(again, () -> sendAll(task.session()));
        return;
      }
      input = new Input.Answered(task.number(), instruction, task.attempts(), answer);
    } else {
      input = new Input.Dropped(task.number(), instruction);
    }
    sessions.apply(task.session(), input, Optional.empty(), ORIGIN);
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
