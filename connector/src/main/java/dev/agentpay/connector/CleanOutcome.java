package dev.agentpay.connector;

import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import java.util.Map;
import java.util.stream.Collectors;

/// Prepares a processor's outcome for the ledger: masks the order's card or account number in all
/// texts and limits their length.
final class CleanOutcome {
  /// Enough for one or two sentences. Longer texts are usually stack traces or HTML pages.
  private static final int LONGEST_TEXT = 500;

  private CleanOutcome() {}

  static Outcome of(Outcome outcome, PaymentMethod used) {
    return switch (outcome) {
      case Outcome.Charged(String id, Map<String, String> more) ->
          new Outcome.Charged(used.maskIn(id), clean(more, used));
      case Outcome.Tokenized(String id, Map<String, String> more) ->
          new Outcome.Tokenized(used.maskIn(id), clean(more, used));
      case Outcome.Refused(String code, String message) ->
          new Outcome.Refused(clean(code, used), clean(message, used));
      case Outcome.Unclear(String reason) -> new Outcome.Unclear(clean(reason, used));
    };
  }

  private static Map<String, String> clean(Map<String, String> texts, PaymentMethod used) {
    return texts.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                text -> clean(text.getKey(), used),
                text -> clean(text.getValue(), used),
                (first, _) -> first));
  }

  private static String clean(String text, PaymentMethod used) {
    String masked = used.maskIn(text);
    return masked.length() <= LONGEST_TEXT ? masked : masked.substring(0, LONGEST_TEXT) + "…";
  }
}
