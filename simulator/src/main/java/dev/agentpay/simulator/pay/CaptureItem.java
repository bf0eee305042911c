package dev.agentpay.simulator.pay;

import java.util.Optional;

/// One item of `Capture` or `Required`: a field, or its second entry (`…-matcher`), which has to
/// match the first.
record CaptureItem(CaptureField field, boolean second) {
  private static final String KEBAB_SUFFIX = "-matcher";
  private static final String PASCAL_SUFFIX = "Matcher";

  static CaptureItem first(CaptureField field) {
    return new CaptureItem(field, false);
  }

  static Optional<CaptureItem> of(String kebab) {
    boolean second = kebab.endsWith(KEBAB_SUFFIX);
    final String name = second ? kebab.substring(0, kebab.length() - KEBAB_SUFFIX.length()) : kebab;
    return CaptureField.of(name).map(field -> new CaptureItem(field, second));
  }

  String kebab() {
    return field.kebab() + (second ? KEBAB_SUFFIX : "");
  }

  String pascal() {
    return field.pascal() + (second ? PASCAL_SUFFIX : "");
  }

  /// The callback parameter with the (masked) value of this entry.
  ///
  /// @param own whether a second entry has a parameter of its own
  String parameter(boolean own) {
    return field.parameter() + (second && own ? PASCAL_SUFFIX : "");
  }
}
