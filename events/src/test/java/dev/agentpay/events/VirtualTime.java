package dev.agentpay.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// Time that stands still while anything happens and jumps to the next thing that is due: a whole
/// world on one thread. What is due at the same instant happens in the order it was asked for.
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

  /// Lives through everything that is due before `end`.
  public void runUntil(Instant end) {
    while (!agenda.isEmpty() && agenda.peek().at.isBefore(end)) {
      run(agenda.poll());
    }
    now = end;
  }

  /// Lives through the next thing that is due, as if it happened in the middle of what happens now.
  ///
  /// @param who whose it may be
  /// @param end does nothing when nothing is due before
  public void interleave(Predicate<Node> who, Instant end) {
    final Due next = agenda.peek();
    if (next != null && next.at.isBefore(end) && who.test(next.node)) {
      run(agenda.poll());
    }
  }

  /// Lives through everything that is due before `end`, as if it happened in the middle of what
  /// happens now. What is due for others than `who` happens afterwards.
  public void interleaveAll(Predicate<Node> who, Instant end) {
    final List<Due> later = new ArrayList<>();
    while (!agenda.isEmpty() && agenda.peek().at.isBefore(end)) {
      final Due next = agenda.poll();
      if (who.test(next.node)) {
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
        // what it planned is not done
      } catch (StoreUnavailableException away) {
        // the outbox still has the task and hands it out again
      }
    }
  }

  /// A process in this world: what it planned is gone when it dies.
  public final class Node implements Scheduler {
    /// Ends a node in the middle of what it does.
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

    /// Ends it at once, whoever it works for.
    ///
    /// @return to be thrown: nothing more of what it does may happen
    public Died dies() {
      alive = false;
      return new Died();
    }

    /// A dead process does not go on, whoever catches what ended it.
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
