package dev.agentpay.twilio.webhook;

import dev.agentpay.payments.session.PaymentStatus;
import dev.agentpay.payments.session.SecondEntry;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.ErrorType;
import dev.agentpay.payments.values.PayResult;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.twilio.Masks;
import dev.agentpay.twilio.TwilioTime;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Parses a Payment's status callback in every variant that was observed or documented. Ignores
/// what it does not know; only a callback without call or Payment is refused.
///
/// No card data passes this class: the expiry date becomes `xxxx`, and everything else that was
/// typed is masked again, whether or not Twilio has masked it.
///
/// @see <a href="https://www.twilio.com/docs/voice/api/payment-resource">Twilio: Payment resource,
///   status callback</a>
public final class PaymentStatusParser {
  /// The query parameter that carries our session id through Twilio.
  public static final String SESSION = "session";

  /// The query parameter that carries the number of the instruction.
  public static final String CAPTURE = "capture";

  /// Ends the name of a parameter with the value of a second entry, should there be one.
  private static final String SECOND = "Matcher";

  /// Longest text that is accepted as a card brand, in characters.
  private static final int MAX_CARD_TYPE = 32;

  private PaymentStatusParser() {}

  /// Parses a callback whose signature was verified.
  ///
  /// @param body of the request
  /// @param query of its URL, with our own two parameters; both are hints and may be missing
  /// @throws BadWebhookException if `CallSid` or `Sid` is missing or malformed; no other error is
  ///   worth losing a callback
  public static PaymentStatus parse(Form body, Form query) {
    final Optional<String> capture = body.filled("Capture");
    final boolean partial = body.first("PartialResult").equals(Optional.of("true"));
    return new PaymentStatus(
        Sids.call(body, "CallSid"),
        Sids.payment(body, "Sid"),
        sessionHint(query),
        captureHint(query),
        capture.flatMap(RequiredItems::field),
        // Without Capture the callback is not about a field: the callback of a create would mean
        // "all captured".
        capture.isPresent() ? body.first("Required").map(RequiredItems::parse) : Optional.empty(),
        partial,
        body.filled("ErrorType").map(PaymentStatusParser::errorType),
        masks(body, partial),
        body.filled("PaymentCardType").filter(PaymentStatusParser::isName),
        body.filled("Result").map(PayResult::ofWire),
        body.filled("PaymentConfirmationCode"),
        body.filled("PaymentToken"),
        body.filled("ProfileId"),
        reason(body),
        body.filled("PayConnector_payment_status").map(Masks::text),
        updatedAt(body),
        capture.flatMap(name -> secondEntry(body, name, partial)));
  }

  private static Optional<SessionId> sessionHint(Form query) {
    try {
      return query.first(SESSION).map(SessionId::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong captureHint(Form query) {
    try {
      final long number = query.first(CAPTURE).map(Long::parseLong).orElse(0L);
      return number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static ErrorType errorType(String name) {
    return switch (name) {
      case "timeout" -> ErrorType.INPUT_TIMEOUT; // the name that <Pay> uses
      case "date-validation-failed" -> ErrorType.INVALID_DATE; // observed by a Flex plugin
      default -> ErrorType.ofWire(name);
    };
  }

  private static Map<CaptureField, String> masks(Form body, boolean partial) {
    final Map<CaptureField, String> masks = new EnumMap<>(CaptureField.class);
    for (CaptureField field : CaptureField.values()) {
      body.filled(parameterOf(field) + SECOND)
          .or(() -> body.filled(parameterOf(field)))
          .ifPresent(value -> masks.put(field, Masks.of(field, value, partial)));
    }
    return masks;
  }

  private static Optional<SecondEntry> secondEntry(Form body, String capture, boolean partial) {
    final Optional<SecondEntry> said =
        RequiredItems.field(capture)
            .flatMap(
                field ->
                    SecondEntries.of(
                        capture,
                        field,
                        body.first("Required").map(RequiredItems::names).orElse(List.of()),
                        body.filled(parameterOf(field))));
    final boolean isUnfinished = partial || body.filled("ErrorType").isPresent();
    return said.filter(entry -> entry == SecondEntry.REPORTED || !isUnfinished);
  }

  private static String parameterOf(CaptureField field) {
    return switch (field) {
      case PAYMENT_CARD_NUMBER -> "PaymentCardNumber";
      case EXPIRATION_DATE -> "ExpirationDate";
      case SECURITY_CODE -> "SecurityCode";
      case POSTAL_CODE -> "PaymentCardPostalCode";
      case BANK_ROUTING_NUMBER -> "BankRoutingNumber";
      case BANK_ACCOUNT_NUMBER -> "BankAccountNumber";
    };
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (!Character.isLetter(c) && c != '-' && c != '_' && c != ' ') {
        return false;
      }
    }
    return text.length() <= MAX_CARD_TYPE;
  }

  private static PaymentStatus.Reason reason(Form body) {
    return new PaymentStatus.Reason(
        body.number("PayErrorCode"),
        body.filled("PaymentError").map(Masks::text),
        body.filled("ConnectorError").map(Masks::text));
  }

  private static Optional<Instant> updatedAt(Form body) {
    return body.first("DateUpdated")
        .flatMap(TwilioTime::parse)
        .or(() -> body.first("DateCreated").flatMap(TwilioTime::parse));
  }
}
