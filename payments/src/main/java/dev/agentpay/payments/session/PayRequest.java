package dev.agentpay.payments.session;

import dev.agentpay.payments.values.Advance;
import dev.agentpay.payments.values.BankAccountType;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.Money;
import dev.agentpay.payments.values.PaymentMethod;
import dev.agentpay.payments.values.TokenType;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an agent wants from the customer: fixed when the session starts, and never changed by a
/// browser afterwards.
///
/// @param call the customer's leg
/// @param amount what is charged; empty asks for a token instead
/// @param tip added to the amount
/// @param currency of the amount; also told when tokenising
/// @param description shown to the processor, at most [#MAX_TEXT] characters
/// @param reference the merchant's own word for this payment, at most [#MAX_TEXT] characters
/// @param connector the name of a configured connector
/// @param captureOrder the order in which fields are asked for, each at most once
/// @param validCardTypes Twilio's names of the brands taken; empty leaves Twilio's default
/// @param minPostalCodeLength 0 leaves Twilio's default
/// @param inputTimeoutSeconds how long Twilio waits for the next digit, 1 to 600
/// @param parameters passed to the connector
/// @param advance who asks for the next field
/// @param mirror where an existing client looks for what happens: a Sync document's name, or
///   `payMap`; empty: nowhere
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
    Optional<String> mirror) {

  /// The same on this call.
  public PayRequest on(CallSid other) {
    return new PayRequest(
        other,
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
        advance,
        mirror);
  }

  /// Longest description or reference: long enough for an order number and a sentence.
  public static final int MAX_TEXT = 200;

  /// Most connector parameters: Twilio sends them in one form field.
  public static final int MAX_PARAMETERS = 20;

  /// Twilio's longest wait for a digit, in seconds.
  public static final int MAX_INPUT_TIMEOUT_SECONDS = 600;

  /// Twilio's own default wait for a digit, in seconds.
  public static final int DEFAULT_INPUT_TIMEOUT_SECONDS = 5;

  public PayRequest {
    captureOrder = List.copyOf(captureOrder);
    validCardTypes = List.copyOf(validCardTypes);
    parameters = Map.copyOf(parameters);
    require(
        new HashSet<>(captureOrder).size() == captureOrder.size(),
        "captureOrder names a field twice");
    require(
        method.possible().containsAll(captureOrder),
        "captureOrder has a field that %s does not use".formatted(method.wire()));
    require(
        captureOrder.containsAll(method.needed()),
        "captureOrder lacks a field that %s needs".formatted(method.wire()));
    require(
        method == PaymentMethod.ACH_DEBIT || bankAccountType.isEmpty(),
        "bankAccountType belongs to ach-debit only");
    require(tip.isEmpty() || amount.isPresent(), "a tip needs an amount");
    require(
        description.length() <= MAX_TEXT && reference.length() <= MAX_TEXT,
        "description and reference have at most %d characters".formatted(MAX_TEXT));
    require(
        mirror.map(name -> !name.isEmpty() && name.length() <= MAX_TEXT).orElse(true),
        "mirror has 1 to %d characters".formatted(MAX_TEXT));
    require(parameters.size() <= MAX_PARAMETERS, "at most %d parameters".formatted(MAX_PARAMETERS));
    require(
        inputTimeoutSeconds >= 1 && inputTimeoutSeconds <= MAX_INPUT_TIMEOUT_SECONDS,
        "inputTimeoutSeconds is 1 to %d".formatted(MAX_INPUT_TIMEOUT_SECONDS));
    require(
        amount.map(m -> m.currency().equals(currency)).orElse(true)
            && tip.map(m -> m.currency().equals(currency)).orElse(true),
        "amount, tip and currency are of one currency");
    if (tip.isPresent()) {
      amount.orElseThrow().plus(tip.get()); // the sum must obey the limit too
    }
  }

  /// What Twilio is asked to charge: amount and tip; empty when tokenising.
  public Optional<Money> total() {
    return amount.map(a -> tip.map(a::plus).orElse(a));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
