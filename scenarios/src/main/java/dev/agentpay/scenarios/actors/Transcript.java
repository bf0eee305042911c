package dev.agentpay.scenarios.actors;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.PriorityQueue;

/// Records what customers, agents and Twilio did and saw, one line each, with the seconds since the
/// scenario started. Lines arrive from several threads and may be slightly late, so each line waits
/// for [#REORDER_WINDOW] and earlier lines are printed first.
public final class Transcript {
  private static final Duration REORDER_WINDOW = Duration.ofMillis(100);
  private static final int WHO_WIDTH = 9;

  private record Line(Instant at, long order, String who, String what) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      final int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PrintStream out;
  private final PriorityQueue<Line> waiting = new PriorityQueue<>();
  private Instant startedAt = Instant.now();
  private long order;

  /// @param out is not closed by this class
  public Transcript(PrintStream out) {
    this.out = out;
  }

  /// Prints the title and restarts the clock.
  public synchronized void begin(String title) {
    note("");
    note("── " + title);
    startedAt = Instant.now();
  }

  /// Records what somebody did or saw now.
  ///
  /// @param who one word; empty for nobody
  public void line(String who, String what) {
    line(Instant.now(), who, what);
  }

  /// Records what somebody did or saw at this time.
  synchronized void line(Instant at, String who, String what) {
    waiting.add(new Line(at, order++, who, what));
    print(Instant.now().minus(REORDER_WINDOW));
  }

  /// Prints all waiting lines, then this text without a time.
  public synchronized void note(String text) {
    print(Instant.MAX);
    out.println(text);
    out.flush();
  }

  private void print(Instant before) {
    while (!waiting.isEmpty() && waiting.peek().at.isBefore(before)) {
      final Line line = waiting.poll();
      final long millis = Duration.between(startedAt, line.at).toMillis();
      out.printf(
          Locale.ROOT, "%7.3f  %-" + WHO_WIDTH + "s %s%n", millis / 1000.0, line.who, line.what);
    }
    out.flush();
  }
}
