package dev.agentpay.server.options;

import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.values.CaptureField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a payment uses that its request does not name.
///
/// @param inputTimeoutSeconds how long Twilio waits for the next digit, 1 to
///   [PayRequest#MAX_INPUT_TIMEOUT_SECONDS]
/// @param cardTypes the card brands that are taken; empty: [#TWILIO_CARD_TYPES]
/// @param typeTwice names of the fields that the customer types twice, where a payment captures
///   them
public record PaymentDefaults(
    int inputTimeoutSeconds, List<String> cardTypes, List<String> typeTwice) {
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
  public static final PaymentDefaults DEFAULT = new PaymentDefaults(10, List.of(), List.of());

  public PaymentDefaults {
    cardTypes = List.copyOf(cardTypes);
    typeTwice = List.copyOf(typeTwice);
  }

  /// Returns the brands that are taken.
  public List<String> acceptedCardTypes() {
    return cardTypes.isEmpty() ? TWILIO_CARD_TYPES : cardTypes;
  }

  /// Returns those fields of a capture order that the customer types twice.
  public List<CaptureField> typedTwice(List<CaptureField> captureOrder) {
    return captureOrder.stream().filter(field -> typeTwice.contains(field.wire())).toList();
  }

  private static List<String> repeatable() {
    return Stream.of(CaptureField.values())
        .filter(CaptureField::allowsSecondEntry)
        .map(CaptureField::wire)
        .toList();
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
    typeTwice.stream()
        .filter(name -> !repeatable().contains(name))
        .forEach(
            name ->
                problems.add(
                    "payments.typeTwice: must contain only %s; got %s"
                        .formatted(repeatable(), name)));
    return problems;
  }
}
