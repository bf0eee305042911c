package dev.agentpay.proofs.fsync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One system call in a trace of `strace -f -yy -ttt -T`, which prints each file descriptor with
/// its path or socket.
///
/// @param firstLine the line where the call starts; lines are in the order of the events
/// @param lastLine the line where it has returned
/// @param began in seconds
/// @param ended in seconds
/// @param arguments as strace prints them
/// @param result -1 for a failure
/// @param isInjected whether strace faked the result
record SystemCall(
    int firstLine,
    int lastLine,
    double began,
    double ended,
    String name,
    String arguments,
    long result,
    boolean isInjected) {

  private static final String HEAD = "^(\\d+) +(\\d+\\.\\d+) ";
  private static final String TAIL = "\\) += (-?\\d+)(.*)$";
  private static final Pattern WHOLE = Pattern.compile(HEAD + "(\\w+)\\((.*)" + TAIL);
  private static final Pattern UNFINISHED =
      Pattern.compile(HEAD + "(\\w+)\\((.*) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMED =
      Pattern.compile(HEAD + "<\\.\\.\\. (\\w+) resumed>(.*)" + TAIL);
  private static final Pattern DURATION = Pattern.compile("<(\\d+\\.\\d+)>");

  /// The start of a call that strace interrupted with another thread's line.
  private record Unfinished(int line, double at, String arguments) {}

  /// Parses the calls of a trace, in the order in which they returned.
  static List<SystemCall> read(List<String> trace) {
    final List<SystemCall> calls = new ArrayList<>();
    final Map<String, Unfinished> unfinished = new HashMap<>();
    for (int line = 0; line < trace.size(); line++) {
      final Matcher whole = WHOLE.matcher(trace.get(line));
      final Matcher interrupted = UNFINISHED.matcher(trace.get(line));
      final Matcher resumed = RESUMED.matcher(trace.get(line));
      if (interrupted.matches()) {
        unfinished.put(
            interrupted.group(1),
            new Unfinished(line, Double.parseDouble(interrupted.group(2)), interrupted.group(4)));
      } else if (resumed.matches()) {
        final Unfinished start = unfinished.remove(resumed.group(1));
        if (start != null) {
          calls.add(
              new SystemCall(
                  start.line,
                  line,
                  start.at,
                  Double.parseDouble(resumed.group(2)),
                  resumed.group(3),
                  start.arguments + resumed.group(4),
                  Long.parseLong(resumed.group(5)),
                  resumed.group(6).contains("INJECTED")));
        }
      } else if (whole.matches()) {
        final double at = Double.parseDouble(whole.group(2));
        calls.add(
            new SystemCall(
                line,
                line,
                at,
                at + duration(whole.group(6)),
                whole.group(3),
                whole.group(4),
                Long.parseLong(whole.group(5)),
                whole.group(6).contains("INJECTED")));
      }
    }
    return calls;
  }

  /// The path or socket (`TCP:[…]`) of the first argument; empty if that is not a file descriptor.
  String target() {
    final int open = arguments.indexOf('<');
    final boolean isDescriptor = open > 0 && arguments.substring(0, open).matches("\\d+");
    return isDescriptor ? arguments.substring(open + 1, closing(open)) : "";
  }

  private int closing(int open) {
    final int tcp = arguments.indexOf("]>", open);
    final int plain = arguments.indexOf('>', open);
    final boolean isSocket = arguments.startsWith("TCP", open + 1);
    if (isSocket && tcp > 0) {
      return tcp + 1;
    }
    return plain > 0 ? plain : arguments.length();
  }

  /// Duration in seconds; 0 without `strace -T`.
  private static double duration(String tail) {
    final Matcher matcher = DURATION.matcher(tail);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
