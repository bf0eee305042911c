package dev.agentpay.events;

/// Formats an exception without its messages, as classes and stack frames. A message may contain
/// anything, even what a customer typed.
public final class Traces {
  /// Maximum number of frames per exception.
  private static final int FRAMES = 12;

  /// Maximum number of causes.
  private static final int MAX_CAUSES = 8;

  private Traces() {}

  /// Formats it on one line, the outermost exception first.
  public static String of(Throwable thrown) {
    final StringBuilder trace = new StringBuilder();
    int causes = 0;
    for (Throwable t = thrown; t != null && causes <= MAX_CAUSES; t = t.getCause()) {
      trace.append(causes++ == 0 ? "" : " caused by ").append(t.getClass().getName());
      final StackTraceElement[] frames = t.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        trace.append(" at ").append(frames[i]);
      }
    }
    return trace.toString();
  }
}
