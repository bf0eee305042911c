package dev.agentpay.core;

import java.time.Instant;
import java.util.PriorityQueue;

/// Time that stands still while anything happens and jumps to the next thing that is due: a whole
/// world on one thread. What is due at the same instant happens in the order it was asked for.
final class VirtualTime {
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

  Instant now() {
    return now;
  }

  /// Lives through everything that is due before `end`.
  void runUntil(Instant end) {
    while (!agenda.isEmpty() && agenda.peek().at.isBefore(end)) {
      final Due next = agenda.poll();
      now = next.at;
      if (next.node.alive) {
        try {
          next.work.run();
        } catch (Node.Died died) {
          died.node().alive = false;
        } catch (StoreUnavailableException away) {
          // the outbox still has the task and hands it out again
        }
      }
    }
    now = end;
  }

  /// A process in this world: what it planned is gone when it dies.
  final class Node implements Scheduler {
    /// Ends a node in the middle of what it does.
    static final class Died extends Error {
      private static final long serialVersionUID = 1L;
      private final transient Node node;

      Died(Node node) {
        super("the node died", null, false, false);
        this.node = node;
      }

      Node node() {
        return node;
      }
    }

    private boolean alive = true;

    boolean isAlive() {
      return alive;
    }

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
      agenda.add(new Due(when.isBefore(now) ? now : when, order++, this, work));
    }
  }
}
