package dev.agentpay.events;

import java.time.Instant;

/// Work to do at a given time, stored as a row of the outbox. The node that holds its lease runs
/// it.
///
/// Tasks of one queue run in the order of their numbers, each only when the previous one is
/// removed. A queue is anything that needs that order: a pay session, a call, an external receiver.
/// The [#DEADLINE] of a queue is independent of that order.
///
/// @param queue at most [#MAX_QUEUE] characters
/// @param number [#DEADLINE], the number of the event that caused it, or [#NEXT]
/// @param work what to do
/// @param dueAt earliest time
/// @param attempts how often it was leased, including this lease; 0 when written
/// @param futile how many earlier attempts certainly had no effect
/// @param failures consecutive attempts so far in which the handler threw
public record Task(
    String queue, long number, Work work, Instant dueAt, int attempts, int futile, int failures) {
  /// The number of a queue's only deadline.
  public static final long DEADLINE = 0;

  /// Placeholder for the last place in the queue; the store assigns the number. For queues that
  /// several streams write to.
  public static final long NEXT = -1;

  /// Maximum length of a queue's name.
  public static final int MAX_QUEUE = 500;

  public Task {
    if (queue.isEmpty() || queue.length() > MAX_QUEUE) {
      throw new IllegalArgumentException(
          "a queue's name must have 1 to %d characters".formatted(MAX_QUEUE));
    }
    if (number < NEXT) {
      throw new IllegalArgumentException("a task's number must not be negative; got " + number);
    }
  }

  /// A task whose handler has not thrown.
  public Task(String queue, long number, Work work, Instant dueAt, int attempts, int futile) {
    this(queue, number, work, dueAt, attempts, futile, 0);
  }

  /// Identifies a task.
  public record Id(String queue, long number) {}

  /// Creates the deadline of a queue.
  public static Task deadline(String queue, Work work, Instant dueAt) {
    return new Task(queue, DEADLINE, work, dueAt, 0, 0);
  }

  /// Creates a task that an event caused.
  ///
  /// @param number the event's number
  public static Task of(String queue, long number, Work work, Instant dueAt) {
    return new Task(queue, number, work, dueAt, 0, 0);
  }

  /// Creates a task at the end of its queue.
  public static Task next(String queue, Work work, Instant dueAt) {
    return new Task(queue, NEXT, work, dueAt, 0, 0);
  }

  /// Its id.
  public Id id() {
    return new Id(queue, number);
  }

  /// Whether an earlier attempt may have had an effect: its outcome is unknown, or its node died.
  public boolean mayHaveGotThrough() {
    return attempts - 1 > futile;
  }

  /// The task after an attempt that its handler finished.
  ///
  /// @param isFutile whether the attempt certainly had no effect
  public Task tried(boolean isFutile) {
    return new Task(queue, number, work, dueAt, attempts, isFutile ? futile + 1 : futile, 0);
  }

  /// The task after its handler threw.
  public Task failed() {
    return new Task(queue, number, work, dueAt, attempts, futile, failures + 1);
  }

  /// Whether this is the queue's deadline.
  public boolean isDeadline() {
    return number == DEADLINE;
  }
}
