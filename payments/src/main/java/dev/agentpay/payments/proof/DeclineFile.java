package dev.agentpay.payments.proof;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A file of known declines: one code a line, under a `source:` line that says who published it.
/// `#` begins a comment.
final class DeclineFile {
  /// What never proves a decline, whoever lists it.
  private static final Pattern NO_DECLINE =
      Pattern.compile("duplicate|time_?out|timed?[ _]out|unavailable|already_charged|mismatch");

  private static final String SOURCE = "source:";

  private DeclineFile() {}

  /// The codes of a file.
  ///
  /// @param name of the file, for messages
  /// @throws IllegalArgumentException when a code has no source, is there twice, or tells of a
  ///   duplicate or a time-out
  static Set<String> read(String name, List<String> lines) {
    final Set<String> codes = new LinkedHashSet<>();
    String source = "";
    for (int i = 0; i < lines.size(); i++) {
      final String line = lines.get(i).strip();
      final String where = "%s, line %d".formatted(name, i + 1);
      if (line.startsWith(SOURCE)) {
        source = line.substring(SOURCE.length()).strip();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        require(!source.isEmpty(), where, line + " has no source: begin with a line source: ...");
        require(
            !NO_DECLINE.matcher(line.toLowerCase(Locale.ROOT)).find(),
            where,
            line + " does not prove a decline");
        require(codes.add(line), where, line + " is there twice");
      }
    }
    return codes;
  }

  private static void require(boolean holds, String where, String what) {
    if (!holds) {
      throw new IllegalArgumentException(where + ": " + what);
    }
  }
}
