package dev.agentpay.app.check;

import java.util.Locale;

/// What a check found.
///
/// @param subject what was checked
/// @param text what is true of it; for a problem, also what to do
public record Finding(Level level, String subject, String text) {
  /// Whether the server can do its work.
  public enum Level {
    OK,
    /// It can, but an operator should know.
    WARNING,
    PROBLEM
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text);
  }

  static Finding warning(String subject, String text) {
    return new Finding(Level.WARNING, subject, text);
  }

  static Finding problem(String subject, String text) {
    return new Finding(Level.PROBLEM, subject, text);
  }

  /// Returns one line for a terminal.
  public String line() {
    return "%-7s  %-16s  %s".formatted(level.name().toLowerCase(Locale.ROOT), subject, text);
  }
}
