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
  /// How long a node may keep a task when its attempts are short: a dead node's task waits for as
  /// long.
  public static final Duration LEASE = Duration.ofSeconds(20);

  /// What a lease lasts beyond the longest attempt: for what comes before and after the request.
  private static final Duration MARGIN = Duration.ofSeconds(7);

  /// How often in a row a task may fail before it is put aside: with the pauses between them some
  /// three minutes.
  public static final int MAX_FAILURES = 8;

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(OutboxWorker.class.getName());

  private final Outbox outbox;
  private final Scheduler scheduler;
  private final String node;
  private final Duration lease;
  private final Map<Class<?>, Handler> handlers = new HashMap<>();

  /// Does one kind of work.
  @FunctionalInterface
  public interface Handler {
    /// Does it, or finds that nothing needs it any more. Blocks. When it throws something the task
    /// is tried again after a pause, and put aside when it has failed [#MAX_FAILURES] times in a
    /// row.
    ///
    /// @return when to try again; empty when it is settled: then the handler has removed the task,
    ///   or has written it anew
    Optional<Retry> handle(Task task);
  }

  /// That a task is to be tried again.
  ///
  /// @param at not before
  /// @param futile whether the attempt surely came to nothing
  public record Retry(Instant at, boolean futile) {
    /// After an attempt that may have got through.
    public static Retry at(Instant when) {
      return new Retry(when, false);
    }
  }

  /// @param node this process' own name among all that share the outbox
  /// @param longestAttempt of any handler: connect and read time-out together
  public OutboxWorker(Outbox outbox, Scheduler scheduler, String node, Duration longestAttempt) {
    this.outbox = outbox;
    this.scheduler = scheduler;
    this.node = node;
    lease = lease(longestAttempt);
  }

  /// How long a node may keep a task: longer than one attempt may take, so that no other node
  /// begins it meanwhile.
  public static Duration lease(Duration longestAttempt) {
    final Duration needed = longestAttempt.plus(MARGIN);
    return needed.compareTo(LEASE) > 0 ? needed : LEASE;
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
            for (Task task : outbox.leaseDue(node, now, now.plus(lease))) {
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
    return outbox.leaseNext(queue, node, now, now.plus(lease));
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
          what(task));
      outbox.putOff(task, scheduler.now().plus(LONGEST_BACKOFF));
      return false;
    }
    final Optional<Retry> again;
    try {
      again = handler.handle(task);
    } catch (RuntimeException | Error failure) {
      return isPutAside(task.failed(), failure);
    }
    again.ifPresent(retry -> putOff(task.tried(retry.futile()), retry.at()));
    return again.isEmpty();
  }

  /// What fails again and again must not keep the rest of its queue waiting for ever.
  private boolean isPutAside(Task failed, Throwable failure) {
    final boolean isNewer = NewerVersionException.isBehind(failure);
    final Instant now = scheduler.now();
    try {
      if (failed.failures() >= MAX_FAILURES && !isNewer) {
        final String trace = Traces.of(failure);
        outbox.putAside(failed, trace, now);
        LOG.log(
            System.Logger.Level.ERROR,
            "{0} failed {1} times and is put aside, see agentpay dead-letters: {2}",
            what(failed),
            failed.failures(),
            trace);
        return true;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} failed and is tried again: {1}",
          what(failed),
          isNewer ? "a newer version wrote what it needs; upgrade this node" : Traces.of(failure));
      final Duration pause = isNewer ? LONGEST_BACKOFF : backoff(failed.failures());
      putOff(failed, now.plus(pause));
    } catch (StoreUnavailableException away) {
      // The task is not to blame. It can be leased again when this lease is over.
      LOG.log(System.Logger.Level.WARNING, "{0} waits: {1}", what(failed), away.getMessage());
    }
    return false;
  }

  private void putOff(Task task, Instant dueAt) {
    outbox.putOff(task, dueAt);
    if (!task.isDeadline()) {
      scheduler.at(dueAt, () -> workOff(task.queue()));
    }
  }

  private static Duration backoff(int failures) {
    final Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, MAX_FAILURES));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private static String what(Task task) {
    return "%s %d of %s"
        .formatted(task.work().getClass().getSimpleName(), task.number(), task.queue());
  }
}
