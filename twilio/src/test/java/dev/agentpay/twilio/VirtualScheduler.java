package dev.agentpay.twilio;

import dev.agentpay.events.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// Scheduler with virtual time: time stands still while work runs and then jumps to the next due
/// work, on one thread.
public final class VirtualScheduler implements Scheduler {
  private record Due(Instant at, long order, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      final int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private long order;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void soon(Runnable work) {
    at(now, work);
  }

  @Override
  public void at(Instant when, Runnable work) {
    agenda.add(new Due(when.isBefore(now) ? now : when, order++, work));
  }

  /// Runs everything that is due within this time.
  public void pass(Duration time) {
    final Instant end = now.plus(time);
    while (!agenda.isEmpty() && !agenda.peek().at.isAfter(end)) {
      final Due due = agenda.poll();
      now = due.at;
      due.work.run();
    }
    now = end;
  }
}
