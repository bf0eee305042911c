package dev.agentpay.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Who did what when in a world, to be read by people. Costs nothing while nobody wants to read.
final class Trace {
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  private Trace(boolean kept) {
    this.kept = kept;
  }

  static Trace none() {
    return new Trace(false);
  }

  static Trace kept() {
    return new Trace(true);
  }

  void add(Instant at, String who, Supplier<Object> what) {
    if (kept) {
      lines.add(at.toString().substring(11) + "  " + who + "  " + what.get());
    }
  }

  String text() {
    return String.join("\n", lines);
  }
}
