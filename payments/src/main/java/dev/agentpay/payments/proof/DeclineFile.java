package dev.agentpay.payments.proof;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a file of known declines: one code per line, after a `source:` line that says where they
/// are documented. `#` starts a comment.
final class DeclineFile {
  /// Codes that never prove a decline.
  private static final Pattern NO_DECLINE =
      Pattern.compile("duplicate|time_?out|timed?[ _]out|unavailable|already_charged|mismatch");

  private static final String SOURCE = "source:";

  private DeclineFile() {}

  /// Reads the codes of a file.
  ///
  /// @param name file name for error messages
  /// @throws IllegalArgumentException if a code has no source, occurs twice, or is not proof of a
  ///   decline
  static Set<String> read(String name, List<String> lines) {
    final Set<String> codes = new LinkedHashSet<>();
    String source = "";
    for (int i = 0; i < lines.size(); i++) {
      final String line = lines.get(i).strip();
      final String where = "%s, line %d".formatted(name, i + 1);
      if (line.startsWith(SOURCE)) {
        source = line.substring(SOURCE.length()).strip();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        require(
            !source.isEmpty(), where, line + " has no source: add a line source: ... before it");
        require(
            !NO_DECLINE.matcher(line.toLowerCase(Locale.ROOT)).find(),
            where,
            line + " does not prove a decline");
        require(codes.add(line), where, line + " occurs twice");
      }
    }
    return codes;
  }

  private static void require(boolean holds, String where, String message) {
    if (!holds) {
      throw new IllegalArgumentException(where + ": " + message);
    }
  }
}
