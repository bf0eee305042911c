package dev.agentpay.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// A timeline whose time advances only on request: one thread, no waiting, the same order in every
/// run. Not thread-safe.
public final class VirtualTimeline implements Timeline {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private Instant now;
  private long scheduled;

  /// A timeline that starts at `start`.
  public VirtualTimeline(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Pending after(Duration wait, Runnable task) {
    final Instant due = wait.isNegative() ? now : now.plus(wait);
    final Task entry = new Task(due, scheduled++, task);
    tasks.add(entry);
    return () -> tasks.remove(entry);
  }

  /// Advances the clock by `time` and runs every task that becomes due.
  public void advance(Duration time) {
    final Instant until = now.plus(time);
    while (!tasks.isEmpty() && !tasks.peek().due.isAfter(until)) {
      runNext();
    }
    now = until;
  }

  /// Runs the tasks that are due now, without advancing the clock.
  public void settle() {
    advance(Duration.ZERO);
  }

  /// Advances the clock to the next task and runs it. Returns false if there is none.
  public boolean runNext() {
    final Task task = tasks.poll();
    if (task == null) {
      return false;
    }
    now = task.due.isAfter(now) ? task.due : now;
    task.action.run();
    return true;
  }

  private record Task(Instant due, long number, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
