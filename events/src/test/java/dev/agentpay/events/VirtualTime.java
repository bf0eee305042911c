package dev.agentpay.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// Virtual clock that runs a whole simulation on one thread: it jumps from one scheduled action to
/// the next. Actions due at the same instant run in the order in which they were scheduled.
public final class VirtualTime {
  private record Due(Instant at, long order, Node node, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      final int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private long order;

  public Instant now() {
    return now;
  }

  /// Runs everything due before `end`.
  public void runUntil(Instant end) {
    while (!agenda.isEmpty() && agenda.peek().at.isBefore(end)) {
      run(agenda.poll());
    }
    now = end;
  }

  /// Runs the next due action, as if it happened in the middle of the current one.
  ///
  /// @param mayRun selects the nodes whose action may run
  /// @param end does nothing if no action is due before this time
  public void interleave(Predicate<Node> mayRun, Instant end) {
    final Due next = agenda.peek();
    if (next != null && next.at.isBefore(end) && mayRun.test(next.node)) {
      run(agenda.poll());
    }
  }

  /// Runs everything due before `end`, as if it happened in the middle of the current action.
  /// Actions of nodes that `mayRun` rejects run afterwards.
  public void interleaveAll(Predicate<Node> mayRun, Instant end) {
    final List<Due> later = new ArrayList<>();
    while (!agenda.isEmpty() && agenda.peek().at.isBefore(end)) {
      final Due next = agenda.poll();
      if (mayRun.test(next.node)) {
        run(next);
      } else {
        later.add(next);
      }
    }
    agenda.addAll(later);
    now = end.isAfter(now) ? end : now;
  }

  private void run(Due due) {
    now = due.at.isBefore(now) ? now : due.at;
    if (due.node.alive) {
      try {
        due.work.run();
      } catch (Node.Died _) {
        // its scheduled actions are dropped
      } catch (StoreUnavailableException unavailable) {
        // the outbox still has the task and leases it again
      }
    }
  }

  /// A simulated process. Its scheduled actions are dropped when it dies.
  public final class Node implements Scheduler {
    /// Stops a node in the middle of an action.
    public static final class Died extends Error {
      private static final long serialVersionUID = 1L;

      private Died() {
        super("the node died", null, false, false);
      }
    }

    private boolean alive = true;

    public boolean isAlive() {
      return alive;
    }

    /// Kills the node at once, whatever it is doing.
    ///
    /// @return an error to throw, so that nothing more of the current action happens
    public Died dies() {
      alive = false;
      return new Died();
    }

    /// A dead process must not continue, even if something catches [Died].
    @Override
    public Instant now() {
      if (!alive) {
        throw new Died();
      }
      return now;
    }

    @Override
    public void soon(Runnable work) {
      at(now, work);
    }

    @Override
    public void at(Instant when, Runnable work) {
      agenda.add(new Due(when.isBefore(now) ? now : when, order++, this, work));
    }
  }
}
