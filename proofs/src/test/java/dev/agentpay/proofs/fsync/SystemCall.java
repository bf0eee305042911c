package dev.agentpay.proofs.fsync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One system call of a trace by `strace -f -yy -ttt`, which shows with each file descriptor what
/// it is of.
///
/// @param firstLine where it began in the trace, in lines: their order is that of the events
/// @param lastLine where it had returned
/// @param began in seconds
/// @param ended in seconds; of a call on one line, when it began, as strace shows no more
/// @param arguments as strace writes them
/// @param result -1 for a failure
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
  private static final Pattern BEGINNING =
      Pattern.compile(HEAD + "(\\w+)\\((.*) <unfinished \\.\\.\\.>$");
  private static final Pattern END =
      Pattern.compile(HEAD + "<\\.\\.\\. (\\w+) resumed>(.*)" + TAIL);
  private static final Pattern DURATION = Pattern.compile("<(\\d+\\.\\d+)>");

  /// A call that another thread came between: its end is on a later line.
  private record Begun(int line, double at, String arguments) {}

  /// The calls of a trace, in the order in which they returned.
  static List<SystemCall> read(List<String> trace) {
    final List<SystemCall> calls = new ArrayList<>();
    final Map<String, Begun> begun = new HashMap<>();
    for (int line = 0; line < trace.size(); line++) {
      final Matcher whole = WHOLE.matcher(trace.get(line));
      final Matcher beginning = BEGINNING.matcher(trace.get(line));
      final Matcher end = END.matcher(trace.get(line));
      if (beginning.matches()) {
        begun.put(
            beginning.group(1),
            new Begun(line, Double.parseDouble(beginning.group(2)), beginning.group(4)));
      } else if (end.matches()) {
        final Begun before = begun.remove(end.group(1));
        if (before != null) {
          calls.add(
              new SystemCall(
                  before.line,
                  line,
                  before.at,
                  Double.parseDouble(end.group(2)),
                  end.group(3),
                  before.arguments + end.group(4),
                  Long.parseLong(end.group(5)),
                  end.group(6).contains("INJECTED")));
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

  /// What its first argument, a file descriptor, is: `TCP:[…]` or a path; empty when it is none.
  String of() {
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

  /// How long it took, with `strace -T`.
  private static double duration(String tail) {
    final Matcher matcher = DURATION.matcher(tail);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }
}
