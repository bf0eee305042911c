package dev.agentpay.scenarios.actors;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.PriorityQueue;

/// What customer, agent and Twilio each did and saw, one line each, with the seconds since the
/// script began. They tell it from threads of their own and a little late, so a line waits a moment
/// for earlier ones.
public final class Transcript {
  private static final Duration MOMENT = Duration.ofMillis(100);
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
  private Instant began = Instant.now();
  private long order;

  /// @param out stays open
  public Transcript(PrintStream out) {
    this.out = out;
  }

  /// Begins to count anew.
  public synchronized void begin(String title) {
    note("");
    note("── " + title);
    began = Instant.now();
  }

  /// Somebody did or saw something, now.
  ///
  /// @param who in one word; empty for nobody
  public void line(String who, String what) {
    line(Instant.now(), who, what);
  }

  /// Somebody did or saw something.
  synchronized void line(Instant at, String who, String what) {
    waiting.add(new Line(at, order++, who, what));
    print(Instant.now().minus(MOMENT));
  }

  /// A line without a time, after all others.
  public synchronized void note(String text) {
    print(Instant.MAX);
    out.println(text);
    out.flush();
  }

  private void print(Instant before) {
    while (!waiting.isEmpty() && waiting.peek().at.isBefore(before)) {
      final Line line = waiting.poll();
      final long millis = Duration.between(began, line.at).toMillis();
      out.printf(
          Locale.ROOT, "%7.3f  %-" + WHO_WIDTH + "s %s%n", millis / 1000.0, line.who, line.what);
    }
    out.flush();
  }
}
