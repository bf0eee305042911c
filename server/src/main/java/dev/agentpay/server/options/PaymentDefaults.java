package dev.agentpay.server.options;

import dev.agentpay.payments.session.PayRequest;
import java.util.ArrayList;
import java.util.List;

/// What a payment uses that its request does not name.
///
/// @param inputTimeoutSeconds how long Twilio waits for the next digit, 1 to
///   [PayRequest#MAX_INPUT_TIMEOUT_SECONDS]
/// @param cardTypes the card brands that are taken; empty: [#TWILIO_CARD_TYPES]
public record PaymentDefaults(int inputTimeoutSeconds, List<String> cardTypes) {
  /// The brands that Twilio knows.
  ///
  /// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio:
  ///   ValidCardTypes</a>
  public static final List<String> CARD_TYPES =
      List.of(
          "visa",
          "mastercard",
          "amex",
          "maestro",
          "discover",
          "optima",
          "jcb",
          "diners-club",
          "enroute");

  /// The brands that Twilio takes if a payment names none.
  public static final List<String> TWILIO_CARD_TYPES = List.of("visa", "mastercard", "amex");

  /// Twilio's brands, and twice its wait for a digit: a customer who reads four digits and looks up
  /// again needs more than five seconds.
  public static final PaymentDefaults DEFAULT = new PaymentDefaults(10, List.of());

  public PaymentDefaults {
    cardTypes = List.copyOf(cardTypes);
  }

  /// Returns the brands that are taken.
  public List<String> acceptedCardTypes() {
    return cardTypes.isEmpty() ? TWILIO_CARD_TYPES : cardTypes;
  }

  List<String> problems() {
    final List<String> problems = new ArrayList<>();
    if (inputTimeoutSeconds < 1 || inputTimeoutSeconds > PayRequest.MAX_INPUT_TIMEOUT_SECONDS) {
      problems.add(
          "payments.inputTimeout: must be between 1 and %s seconds; got %s"
              .formatted(PayRequest.MAX_INPUT_TIMEOUT_SECONDS, inputTimeoutSeconds));
    }
    cardTypes.stream()
        .filter(type -> !CARD_TYPES.contains(type))
        .forEach(
            type ->
                problems.add(
                    "payments.cardTypes: must contain only %s; got %s"
                        .formatted(CARD_TYPES, type)));
    return problems;
  }
}
