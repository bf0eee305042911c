package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.values.CaptureField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Names of second entries: `payment-card-number-matcher` in `Capture` and `Required`, perhaps
/// `PaymentCardNumberMatcher` as a parameter. Twilio publishes the names for `Capture` only. So
/// what is read here fits every way in which Twilio may name what is left.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Capture</a>
public final class SecondEntries {
  private static final String SUFFIX = "matcher";

  private SecondEntries() {}

  /// Whether a name in any spelling is that of a second entry.
  static boolean isSecond(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
  }

  /// Returns a name without what makes it the name of a second entry.
  public static String fieldName(String name) {
    if (!isSecond(name)) {
      return name;
    }
    final String field = name.substring(0, name.length() - SUFFIX.length());
    return field.endsWith("-") ? field.substring(0, field.length() - 1) : field;
  }

  /// Returns what a callback says about a second entry.
  ///
  /// @param value parameter with the value of the captured field, filled or not
  static Optional<SecondEntry> of(
      String capture, CaptureField field, List<String> required, Optional<String> value) {
    if (isSecond(capture)) {
      return Optional.of(SecondEntry.REPORTED);
    }
    final boolean needsFirst =
        required.stream()
            .filter(name -> !isSecond(name))
            .anyMatch(name -> RequiredItems.field(name).equals(Optional.of(field)));
    final boolean needsSecond =
        required.stream()
            .filter(SecondEntries::isSecond)
            .anyMatch(name -> RequiredItems.field(name).equals(Optional.of(field)));
    // If Required names the field until both entries match, its value shows that the first is in.
    final boolean isDue = needsSecond ? !needsFirst : needsFirst && value.isPresent();
    return isDue ? Optional.of(SecondEntry.DUE) : Optional.empty();
  }
}
