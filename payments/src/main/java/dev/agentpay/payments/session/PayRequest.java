package dev.agentpay.payments.session;

import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.FreeText;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.TokenType;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The payment that an agent requests from the customer. It is fixed when the session starts; a
/// browser cannot change it afterwards.
///
/// @param call the customer's leg
/// @param amount amount to charge; empty requests a token instead
/// @param tip added to the amount
/// @param currency currency of the amount; also sent when tokenising
/// @param description text for the processor, at most [#MAX_TEXT] characters
/// @param reference the merchant's own identifier of this payment, at most [#MAX_TEXT] characters
/// @param connector the name of a configured connector
/// @param captureOrder the order in which fields are requested, each at most once
/// @param validCardTypes Twilio's names of the accepted card brands; empty: Twilio's default
/// @param minPostalCodeLength 0: Twilio's default
/// @param inputTimeoutSeconds how long Twilio waits for the next digit, 1 to 600 seconds
/// @param parameters passed to the connector
/// @param advance who requests the next field
/// @param mirror where to publish updates for an existing client: the name of a Sync document, or
///   `payMap`; empty: nowhere
/// @param typeTwice fields of the capture order that the customer types twice; Twilio compares the
///   two entries
public record PayRequest(
    CallSid call,
    Optional<Money> amount,
    Optional<Money> tip,
    Currency currency,
    String description,
    String reference,
    String connector,
    TokenType tokenType,
    PaymentMethod method,
    Optional<BankAccountType> bankAccountType,
    List<CaptureField> captureOrder,
    List<String> validCardTypes,
    int minPostalCodeLength,
    int inputTimeoutSeconds,
    Map<String, String> parameters,
    Advance advance,
    Optional<String> mirror,
    List<CaptureField> typeTwice) {

  /// Returns the same request for another call.
  public PayRequest on(CallSid other) {
    return with(other, advance);
  }

  /// Returns the same request with another rule about who requests the next field.
  PayRequest advancedBy(Advance other) {
    return with(call, other);
  }

  private PayRequest with(CallSid newCall, Advance newAdvance) {
    return new PayRequest(
        newCall,
        amount,
        tip,
        currency,
        description,
        reference,
        connector,
        tokenType,
        method,
        bankAccountType,
        captureOrder,
        validCardTypes,
        minPostalCodeLength,
        inputTimeoutSeconds,
        parameters,
        newAdvance,
        mirror,
        typeTwice);
  }

  /// Maximum length of a description or reference: enough for an order number and a sentence.
  public static final int MAX_TEXT = 200;

  /// Maximum number of connector parameters. Twilio sends them in one form field.
  public static final int MAX_PARAMETERS = 20;

  /// Twilio's maximum wait for a digit, in seconds.
  public static final int MAX_INPUT_TIMEOUT_SECONDS = 600;

  /// Twilio's default wait for a digit, in seconds.
  public static final int DEFAULT_INPUT_TIMEOUT_SECONDS = 5;

  public PayRequest {
    description = FreeText.normalized(description);
    reference = FreeText.normalized(reference);
    captureOrder = List.copyOf(captureOrder);
    validCardTypes = List.copyOf(validCardTypes);
    parameters = Map.copyOf(parameters);
    typeTwice = List.copyOf(typeTwice);
    require(
        new HashSet<>(captureOrder).size() == captureOrder.size(),
        "captureOrder names a field twice");
    require(
        method.allowedFields().containsAll(captureOrder),
        "captureOrder contains a field that %s does not use".formatted(method.wire()));
    require(
        captureOrder.containsAll(method.requiredFields()),
        "captureOrder lacks a field that %s needs".formatted(method.wire()));
    require(new HashSet<>(typeTwice).size() == typeTwice.size(), "typeTwice names a field twice");
    require(
        captureOrder.containsAll(typeTwice),
        "typeTwice contains a field that is not in captureOrder");
    require(
        typeTwice.stream().allMatch(CaptureField::allowsSecondEntry),
        "typeTwice contains a bank number; Twilio compares two entries of a card's fields only");
    require(
        method == PaymentMethod.ACH_DEBIT || bankAccountType.isEmpty(),
        "bankAccountType is allowed only for ach-debit");
    require(tip.isEmpty() || amount.isPresent(), "a tip requires an amount");
    require(
        description.length() <= MAX_TEXT && reference.length() <= MAX_TEXT,
        "description and reference must each have at most %s characters".formatted(MAX_TEXT));
    require(
        mirror.map(name -> !name.isEmpty() && name.length() <= MAX_TEXT).orElse(true),
        "mirror must have 1 to %s characters".formatted(MAX_TEXT));
    require(
        parameters.size() <= MAX_PARAMETERS,
        "at most %s parameters are allowed".formatted(MAX_PARAMETERS));
    require(
        inputTimeoutSeconds >= 1 && inputTimeoutSeconds <= MAX_INPUT_TIMEOUT_SECONDS,
        "inputTimeoutSeconds must be 1 to %s".formatted(MAX_INPUT_TIMEOUT_SECONDS));
    require(
        amount.map(m -> m.currency().equals(currency)).orElse(true)
            && tip.map(m -> m.currency().equals(currency)).orElse(true),
        "amount and tip must be in the given currency");
    if (tip.isPresent()) {
      amount.orElseThrow().plus(tip.get()); // checks that the sum is within the limit
    }
  }

  /// Returns the amount that Twilio charges: amount and tip; empty when tokenising.
  public Optional<Money> total() {
    return amount.map(a -> tip.map(a::plus).orElse(a));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
