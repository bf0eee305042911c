package dev.agentpay.calls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Readable log of a [World]: time, actor, action. Costs nothing when it is off.
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

  void add(Instant at, String actor, Supplier<Object> action) {
    if (kept) {
      lines.add(at.toString().substring(11) + "  " + actor + "  " + action.get());
    }
  }

  String text() {
    return String.join("\n", lines);
  }
}
