package dev.agentpay.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Runs the outbox's tasks: those of each queue one after another, deadlines when they are due, and
/// the tasks of dead nodes when their leases end.
public final class OutboxWorker {
  /// Minimum duration of a lease. Another node takes over a dead node's task after this time.
  public static final Duration LEASE = Duration.ofSeconds(20);

  /// Time that a lease lasts beyond the longest attempt, for the work before and after the request.
  private static final Duration MARGIN = Duration.ofSeconds(7);

  /// Consecutive failures after which a task becomes a dead letter; with backoff, about two minutes
  /// after the first failure.
  public static final int MAX_FAILURES = 8;

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(OutboxWorker.class.getName());

  private final Outbox outbox;
  private final Scheduler scheduler;
  private final String node;
  private final Duration lease;
  private final Map<Class<?>, Handler> handlers = new HashMap<>();

  /// Handles one kind of work.
  @FunctionalInterface
  public interface Handler {
    /// Does the work, or finds that it is no longer needed. Blocks. If it throws, the task is
    /// retried after a pause; after [#MAX_FAILURES] consecutive failures it becomes a dead letter.
    ///
    /// @return when to retry; empty if the handler has completed the task: removed or rewritten it
    Optional<Retry> handle(Task task);
  }

  /// A request to retry a task.
  ///
  /// @param at earliest time of the next attempt
  /// @param futile whether the attempt certainly had no effect
  public record Retry(Instant at, boolean futile) {
    /// Retries after an attempt that may have had an effect.
    public static Retry at(Instant when) {
      return new Retry(when, false);
    }
  }

  /// @param node this process's unique name among all that share the outbox
  /// @param longestAttempt of any handler: connect and read time-out together
  public OutboxWorker(Outbox outbox, Scheduler scheduler, String node, Duration longestAttempt) {
    this.outbox = outbox;
    this.scheduler = scheduler;
    this.node = node;
    lease = lease(longestAttempt);
  }

  /// Duration of a lease: longer than one attempt can take, so that no other node starts the task
  /// in the meantime.
  public static Duration lease(Duration longestAttempt) {
    final Duration needed = longestAttempt.plus(MARGIN);
    return needed.compareTo(LEASE) > 0 ? needed : LEASE;
  }

  /// Registers the handler of a kind of work. Register all handlers before [#sweep].
  public void handle(Class<? extends Work> work, Handler handler) {
    handlers.put(work, handler);
  }

  /// Starts to look for due tasks periodically.
  ///
  /// @param every interval between sweeps
  public void sweep(Duration every) {
    scheduler.at(
        scheduler.now().plus(every),
        () -> {
          try {
            final Instant now = scheduler.now();
            for (Task task : outbox.leaseDue(node, now, now.plus(lease))) {
              scheduler.soon(() -> run(task));
            }
          } finally {
            sweep(every);
          }
        });
  }

  /// Runs the waiting tasks of this queue soon.
  public void soon(String queue) {
    scheduler.soon(() -> drain(queue));
  }

  /// Runs tasks that were just written soon. Deadlines run when they are due.
  public void soon(Collection<Task> written) {
    written.stream()
        .filter(task -> !task.isDeadline())
        .map(Task::queue)
        .distinct()
        .forEach(this::soon);
  }

  private void drain(String queue) {
    Optional<Task> task = lease(queue);
    while (task.isPresent() && isCompleted(task.get())) {
      task = lease(queue);
    }
  }

  private Optional<Task> lease(String queue) {
    final Instant now = scheduler.now();
    return outbox.leaseNext(queue, node, now, now.plus(lease));
  }

  private void run(Task task) {
    if (isCompleted(task) && !task.isDeadline()) {
      drain(task.queue());
    }
  }

  private boolean isCompleted(Task task) {
    final Handler handler = handlers.get(task.work().getClass());
    if (handler == null) {
      LOG.log(
          System.Logger.Level.ERROR,
          "No handler is registered for {0}; the task stays in the outbox",
          describe(task));
      outbox.putOff(task, scheduler.now().plus(LONGEST_BACKOFF));
      return false;
    }
    final Optional<Retry> again;
    try {
      again = handler.handle(task);
    } catch (RuntimeException | Error failure) {
      return handleFailure(task.failed(), failure);
    }
    again.ifPresent(retry -> putOff(task.tried(retry.futile()), retry.at()));
    return again.isEmpty();
  }

  /// Postpones a failed task, or makes it a dead letter so that it does not block its queue
  /// forever.
  private boolean handleFailure(Task failed, Throwable failure) {
    final boolean isNewer = NewerVersionException.isCauseOf(failure);
    final Instant now = scheduler.now();
    try {
      if (failed.failures() >= MAX_FAILURES && !isNewer) {
        final String trace = Traces.of(failure);
        outbox.putAside(failed, trace, now);
        LOG.log(
            System.Logger.Level.ERROR,
            "{0} failed {1} times and is now a dead letter; see agentpay dead-letters: {2}",
            describe(failed),
            failed.failures(),
            trace);
        return true;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} failed and will be retried: {1}",
          describe(failed),
          isNewer
              ? "it needs data that a newer version wrote; upgrade this node"
              : Traces.of(failure));
      final Duration pause = isNewer ? LONGEST_BACKOFF : backoff(failed.failures());
      putOff(failed, now.plus(pause));
    } catch (StoreUnavailableException unavailable) {
      // Not the task's failure. It can be leased again when this lease ends.
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} waits for the store: {1}",
          describe(failed),
          unavailable.getMessage());
    }
    return false;
  }

  private void putOff(Task task, Instant dueAt) {
    outbox.putOff(task, dueAt);
    if (!task.isDeadline()) {
      scheduler.at(dueAt, () -> drain(task.queue()));
    }
  }

  private static Duration backoff(int failures) {
    final Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, MAX_FAILURES));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private static String describe(Task task) {
    return "%s %d in queue %s"
        .formatted(task.work().getClass().getSimpleName(), task.number(), task.queue());
  }
}
