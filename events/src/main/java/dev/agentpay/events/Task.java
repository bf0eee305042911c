package dev.agentpay.events;

import java.time.Instant;

/// Something to be done at some time: a row of the outbox. Whichever node holds its lease does it.
///
/// Tasks of one queue are done one after another, in the order of their numbers, each only when the
/// one before is removed. A queue is what must be served in order: a pay session, a call, a
/// receiver outside. The [#DEADLINE] of a queue is apart from that order.
///
/// @param queue at most [#MAX_QUEUE] characters
/// @param number [#DEADLINE], the number of the event that caused it, or [#NEXT]
/// @param work what is to be done
/// @param dueAt not before
/// @param attempts how often it was leased, this time included; 0 when written
/// @param futile how many of the attempts before this one surely came to nothing
/// @param failures how often in a row its handler threw something, up to now
public record Task(
    String queue, long number, Work work, Instant dueAt, int attempts, int futile, int failures) {
  /// The number of a queue's one deadline.
  public static final long DEADLINE = 0;

  /// Stands for "behind all others of the queue": the store gives the number. For queues that
  /// several streams write to.
  public static final long NEXT = -1;

  /// Longest name of a queue.
  public static final int MAX_QUEUE = 500;

  public Task {
    if (queue.isEmpty() || queue.length() > MAX_QUEUE) {
      throw new IllegalArgumentException("a queue has 1 to %d characters".formatted(MAX_QUEUE));
    }
    if (number < NEXT) {
      throw new IllegalArgumentException("a task's number is not negative");
    }
  }

  /// One whose handler has thrown nothing.
  public Task(String queue, long number, Work work, Instant dueAt, int attempts, int futile) {
    this(queue, number, work, dueAt, attempts, futile, 0);
  }

  /// Tells one task from all others.
  public record Id(String queue, long number) {}

  /// The deadline of a queue.
  public static Task deadline(String queue, Work work, Instant dueAt) {
    return new Task(queue, DEADLINE, work, dueAt, 0, 0);
  }

  /// One that an event caused.
  ///
  /// @param number of that event
  public static Task of(String queue, long number, Work work, Instant dueAt) {
    return new Task(queue, number, work, dueAt, 0, 0);
  }

  /// One behind all others of its queue.
  public static Task next(String queue, Work work, Instant dueAt) {
    return new Task(queue, NEXT, work, dueAt, 0, 0);
  }

  /// What tells it from all others.
  public Id id() {
    return new Id(queue, number);
  }

  /// Whether an attempt before this one may have got through: because nobody knows what became of
  /// it, or because its node died.
  public boolean mayHaveGotThrough() {
    return attempts - 1 > futile;
  }

  /// The same after an attempt that its handler has brought to an end.
  ///
  /// @param isFutile whether the attempt surely came to nothing
  public Task tried(boolean isFutile) {
    return new Task(queue, number, work, dueAt, attempts, isFutile ? futile + 1 : futile, 0);
  }

  /// The same after its handler has thrown something.
  public Task failed() {
    return new Task(queue, number, work, dueAt, attempts, futile, failures + 1);
  }

  /// Whether this is the queue's deadline.
  public boolean isDeadline() {
    return number == DEADLINE;
  }
}
