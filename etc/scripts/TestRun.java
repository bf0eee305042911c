/// The result of a test run without one rule.
///
/// @param code the exit code of the run, or one of the constants from 100
/// @param text the test that failed, or what is wrong with the rule
record TestRun(int code, String text) {
  static final int PASSED = 0;
  static final int FAILED = 1;
  static final int NO_TESTS = 3;

  /// The text of the rule does not occur exactly once in its file.
  static final int STALE = 100;

  /// The file does not compile without the rule.
  static final int BROKEN = 101;

  /// The tests did not end in time.
  static final int HUNG = 102;

  /// The prefix of the output line that contains the text.
  static final String LINE = "agentpay-rules: ";

  boolean isNoticed() {
    return code == FAILED;
  }

  String verdict() {
    return switch (code) {
      case PASSED -> "MISSED";
      case FAILED -> "noticed";
      case NO_TESTS -> "NO TESTS";
      case STALE -> "STALE";
      case BROKEN -> "BROKEN";
      case HUNG -> "HUNG";
      default -> "CRASHED";
    };
  }
}
