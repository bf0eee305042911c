package dev.agentpay.client.capture;

import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.Field;
import dev.agentpay.client.model.Names;
import dev.agentpay.client.model.Outcome;
import dev.agentpay.client.model.PaySession;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is known of a payment, in the form of Twilio's status callbacks. What was typed is
/// masked.
///
/// @param parameters Twilio's parameters by name, such as `PaymentCardNumber`; those that are
///   unknown are missing
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource#statuscallback">Twilio:
///   StatusCallback</a>
public record CardUpdate(Map<String, String> parameters) {
  private static final String TOKEN = "PaymentToken";

  public CardUpdate {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// @param typing what the customer is typing now
  static CardUpdate of(PaySession session, Optional<Digits> typing) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("CallSid", session.call());
    all.put("Sid", session.payment().orElse(""));
    capture(session)
        .ifPresent(
            field -> {
              all.put("Capture", Names.wire(field));
              all.put("Required", required(session));
            });
    typing.ifPresent(digits -> all.put("PartialResult", "true"));
    for (Field field : session.fields()) {
      final Optional<Digits> typed = typing.filter(digits -> digits.field() == field.field());
      putMask(all, field.field(), typed.map(Digits::mask).orElse(field.mask()));
    }
    put(all, "PaymentCardType", session.cardType());
    put(all, "ErrorType", error(session));
    all.put("PaymentMethod", Names.wire(session.paymentMethod()));
    all.put("PaymentConnector", session.connector());
    all.put("TokenType", Names.wire(session.tokenType()));
    put(all, "ChargeAmount", session.total().map(BigDecimal::toPlainString));
    all.put("Currency", session.currency());
    final Optional<String> result = result(session);
    put(all, "Result", result);
    put(all, TOKEN, session.outcome().flatMap(Outcome::token));
    put(all, "ProfileId", session.outcome().flatMap(Outcome::profile));
    put(all, "PaymentConfirmationCode", session.outcome().flatMap(Outcome::confirmationCode));
    if (!result.equals(Optional.of("success"))) {
      put(all, "PaymentError", session.outcome().flatMap(Outcome::text));
    }
    return new CardUpdate(all);
  }

  public String callSid() {
    return parameters.getOrDefault("CallSid", "");
  }

  /// The Payment's sid at Twilio.
  public String sid() {
    return parameters.getOrDefault("Sid", "");
  }

  /// The field that is captured now, or was captured last.
  public Optional<CaptureField> capture() {
    return text("Capture").map(CardUpdate::field);
  }

  /// The fields that are still missing; empty once all are captured, and before the first.
  public List<CaptureField> required() {
    return text("Required").stream()
        .flatMap(fields -> Stream.of(fields.split(",")))
        .filter(field -> !field.isEmpty())
        .map(CardUpdate::field)
        .toList();
  }

  /// Whether the customer is typing.
  public boolean isPartialResult() {
    return parameters.containsKey("PartialResult");
  }

  /// Masked except for the last four digits.
  public Optional<String> paymentCardNumber() {
    return text("PaymentCardNumber");
  }

  /// The brand in Twilio's spelling, such as `visa`.
  public Optional<String> paymentCardType() {
    return text("PaymentCardType");
  }

  /// `xxxx`: AgentPay shows nobody the expiry.
  public Optional<String> expirationDate() {
    return text("ExpirationDate");
  }

  public Optional<String> securityCode() {
    return text("SecurityCode");
  }

  public Optional<String> paymentCardPostalCode() {
    return text("PaymentCardPostalCode");
  }

  /// Why Twilio rejected the last input, such as `invalid-card-number`.
  public Optional<String> errorType() {
    return text("ErrorType");
  }

  /// What is charged; empty if the card becomes a token.
  public Optional<BigDecimal> chargeAmount() {
    return text("ChargeAmount").map(BigDecimal::new);
  }

  /// How the payment ended: `success`, `payment-connector-error`, `transaction-cancelled`, …. Empty
  /// while it is open or unconfirmed.
  public Optional<String> result() {
    return text("Result");
  }

  public Optional<String> paymentToken() {
    return text(TOKEN);
  }

  public Optional<String> profileId() {
    return text("ProfileId");
  }

  public Optional<String> paymentConfirmationCode() {
    return text("PaymentConfirmationCode");
  }

  /// Why the payment ended without success.
  public Optional<String> paymentError() {
    return text("PaymentError");
  }

  /// Masks the token, which may allow charges.
  @Override
  public String toString() {
    final Map<String, String> shown = new LinkedHashMap<>(parameters);
    shown.computeIfPresent(TOKEN, (name, token) -> "***");
    return "CardUpdate" + shown;
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static CaptureField field(String name) {
    return Names.read(CaptureField.class, name, CaptureField.UNKNOWN);
  }

  private static Optional<CaptureField> capture(PaySession session) {
    return session
        .capturing()
        .or(
            () ->
                session.fields().stream()
                    .filter(field -> field.state() == Field.State.CAPTURED)
                    .map(Field::field)
                    .reduce((first, second) -> second));
  }

  /// What Twilio says is missing; before it has said so, the fields that are not captured.
  private static String required(PaySession session) {
    return session
        .required()
        .orElseGet(
            () ->
                session.fields().stream()
                    .filter(field -> field.state() != Field.State.CAPTURED)
                    .map(Field::field)
                    .toList())
        .stream()
        .map(Names::wire)
        .collect(Collectors.joining(","));
  }

  private static Optional<String> error(PaySession session) {
    return session.fields().stream()
        .filter(field -> field.state() != Field.State.CAPTURED)
        .flatMap(field -> field.error().stream())
        .findFirst();
  }

  /// Twilio's `Result` for each end. An unconfirmed end has none.
  private static Optional<String> result(PaySession session) {
    return switch (session.state()) {
      case PAID, TOKENIZED -> Optional.of("success");
      case DECLINED -> Optional.of("payment-connector-error");
      case CANCELLED -> Optional.of("transaction-cancelled");
      case ABANDONED -> Optional.of("caller-hung-up");
      case FAILED -> Optional.of("internal-error");
      default -> Optional.empty();
    };
  }

  private static void putMask(Map<String, String> all, CaptureField field, String mask) {
    switch (field) {
      case PAYMENT_CARD_NUMBER -> put(all, "PaymentCardNumber", Optional.of(mask));
      case SECURITY_CODE -> put(all, "SecurityCode", Optional.of(mask));
      // The server has masked it already; this is the second time.
      case EXPIRATION_DATE -> put(all, "ExpirationDate", Optional.of("x".repeat(mask.length())));
      case POSTAL_CODE -> put(all, "PaymentCardPostalCode", Optional.of(mask));
      case BANK_ROUTING_NUMBER, BANK_ACCOUNT_NUMBER, UNKNOWN -> {}
    }
  }

  private static void put(Map<String, String> all, String name, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> all.put(name, text));
  }
}
