/// What a run of tests told.
///
/// @param code the run's exit code, or one of these
/// @param text which test was red, or what is wrong with the rule
record Told(int code, String text) {
  static final int GREEN = 0;
  static final int RED = 1;
  static final int NO_TESTS = 3;
  static final int STALE = 100;
  static final int BROKEN = 101;
  static final int HUNG = 102;

  /// Begins the line in which the text is printed.
  static final String LINE = "agentpay-rules: ";

  boolean isNoticed() {
    return code == RED;
  }

  String verdict() {
    return switch (code) {
      case GREEN -> "MISSED";
      case RED -> "noticed";
      case NO_TESTS -> "NO TESTS";
      case STALE -> "STALE";
      case BROKEN -> "BROKEN";
      case HUNG -> "HUNG";
      default -> "CRASHED";
    };
  }
}
