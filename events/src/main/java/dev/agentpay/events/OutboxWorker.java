package dev.agentpay.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Does the outbox's tasks: of each queue one after another, deadlines when they are due, and what
/// a dead node has left.
public final class OutboxWorker {
  /// How long a node may keep a task. Longer than one attempt may take (connect and read time-out
  /// together), so that no other node begins it meanwhile; short, because a dead node's task waits
  /// for as long.
  public static final Duration LEASE = Duration.ofSeconds(20);

  private static final System.Logger LOG = System.getLogger(OutboxWorker.class.getName());

  private final Outbox outbox;
  private final Scheduler scheduler;
  private final String node;
  private final Map<Class<?>, Handler> handlers = new HashMap<>();

  /// Does one kind of work.
  @FunctionalInterface
  public interface Handler {
    /// Does it, or finds that nothing needs it any more. Blocks.
    ///
    /// @return when to try again; empty when it is settled: then the handler has removed the task,
    ///   or has written it anew
    Optional<Instant> handle(Task task);
  }

  /// @param node this process' own name among all that share the outbox
  public OutboxWorker(Outbox outbox, Scheduler scheduler, String node) {
    this.outbox = outbox;
    this.scheduler = scheduler;
    this.node = node;
  }

  /// Registers the handler of a kind of work. Register all of them before [#sweep].
  public void handle(Class<? extends Work> work, Handler handler) {
    handlers.put(work, handler);
  }

  /// Looks for due tasks again and again.
  ///
  /// @param every how often
  public void sweep(Duration every) {
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

  /// Does what waits in this queue, soon.
  public void soon(String queue) {
    scheduler.soon(() -> workOff(queue));
  }

  /// Does what was just written, soon. Deadlines are done when they are due.
  public void soon(Collection<Task> written) {
    written.stream()
        .filter(task -> !task.isDeadline())
        .map(Task::queue)
        .distinct()
        .forEach(this::soon);
  }

  private void workOff(String queue) {
    Optional<Task> task = lease(queue);
    while (task.isPresent() && isSettled(task.get())) {
      task = lease(queue);
    }
  }

  private Optional<Task> lease(String queue) {
    final Instant now = scheduler.now();
    return outbox.leaseNext(queue, node, now, now.plus(LEASE));
  }

  private void work(Task task) {
    if (isSettled(task) && !task.isDeadline()) {
      workOff(task.queue());
    }
  }

  private boolean isSettled(Task task) {
    final Handler handler = handlers.get(task.work().getClass());
    if (handler == null) {
      LOG.log(
          System.Logger.Level.ERROR,
          "no handler is registered for {0}; it stays in the outbox",
          task.id());
      return false;
    }
    final Optional<Instant> again = handler.handle(task);
    again.ifPresent(
        when -> {
          outbox.putOff(task, when);
          if (!task.isDeadline()) {
            scheduler.at(when, () -> workOff(task.queue()));
          }
        });
    return again.isEmpty();
  }
}
