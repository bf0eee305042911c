package dev.agentpay.twilio.sync;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.twilio.Masks;
import dev.agentpay.twilio.webhook.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What existing clients expect in Twilio Sync, made from a Payment's status callback.
///
/// These clients read Twilio's own parameters, so a callback goes there in its own shape, without
/// what came before it. What differs: the expiry, which Twilio tells in the clear, becomes `xxxx`;
/// what Twilio should have masked and has not is masked; and clients that break on a missing
/// `Required` always find one.
public final class SyncShape {
  private static final String EXPIRY = "ExpirationDate";
  private static final String SUCCESS = "success";

  /// Names given by Twilio and by processors, which may look like a card's number and are none. In
  /// all else that is not known to be masked, new parameters too, what looks like one is masked.
  private static final Set<String> IDS =
      Set.of(
          "AccountSid", "CallSid", "Sid", "PaymentToken", "ProfileId", "PaymentConfirmationCode");

  private SyncShape() {}

  private static boolean isPartial(Form callback) {
    return callback.first("PartialResult").equals(Optional.of("true"));
  }

  /// The value of an item in a map keyed by Payment: each parameter by Twilio's name, as a string.
  ///
  /// @param callback the body, of which the signature holds; the query is ours and stays out
  public static Map<String, String> item(Form callback) {
    final boolean partial = isPartial(callback);
    final Map<String, String> item = new LinkedHashMap<>();
    for (Form.Parameter parameter : callback.parameters()) {
      item.putIfAbsent(parameter.name(), shown(parameter.name(), parameter.value(), partial));
    }
    if (callback.filled("Capture").isPresent()) {
      item.putIfAbsent("Required", "");
    }
    return item;
  }

  /// The value of the document that the Generic Pay Connector demo shows: what is known once a
  /// field is complete, an error happened, or the payment ended. Absent for other callbacks.
  ///
  /// @param item as [#item] made it of a callback
  public static Optional<Map<String, String>> document(Map<String, String> item) {
    final boolean tells =
        isFilled(item, "PaymentCardNumber")
            || isFilled(item, "ErrorType")
            || isFilled(item, "Result");
    if (!tells || "true".equals(item.get("PartialResult"))) {
      return Optional.empty();
    }
    final Map<String, String> document = new LinkedHashMap<>();
    copy(item, "ChargeAmount", document, "paymentAmount");
    copy(item, "PaymentCardNumber", document, "cardNumber");
    copy(item, EXPIRY, document, "expirationDate");
    copy(item, "PaymentCardPostalCode", document, "postalCode");
    copy(item, "SecurityCode", document, "securityCode");
    copy(item, "ErrorType", document, "errorType");
    copy(item, "Result", document, "result");
    if (!item.getOrDefault("Result", SUCCESS).equals(SUCCESS)) {
      document.putIfAbsent("errorType", item.get("Result")); // the page shows no other failure
    }
    copy(item, "PaymentConfirmationCode", document, "paymentConfirmationCode");
    return Optional.of(document);
  }

  private static boolean isFilled(Map<String, String> item, String name) {
    return !item.getOrDefault(name, "").isEmpty();
  }

  private static void copy(
      Map<String, String> from, String name, Map<String, String> to, String as) {
    final String value = from.get(name);
    if (value != null) {
      to.put(as, value);
    }
  }

  private static String shown(String name, String value, boolean partial) {
    return switch (name) {
      case EXPIRY ->
          value.isEmpty() ? value : Masks.of(CaptureField.EXPIRATION_DATE, value, partial);
      case "PaymentCardNumber" -> masked(CaptureField.PAYMENT_CARD_NUMBER, value, partial);
      case "SecurityCode" -> masked(CaptureField.SECURITY_CODE, value, partial);
      case "BankAccountNumber" -> masked(CaptureField.BANK_ACCOUNT_NUMBER, value, partial);
      default -> IDS.contains(name) ? value : Masks.text(value);
    };
  }

  /// As Twilio masked it, unless it shows more than we would.
  private static String masked(CaptureField field, String value, boolean partial) {
    final String mask = Masks.of(field, value, partial);
    if (mask.length() != value.length()) {
      return mask;
    }
    for (int i = 0; i < mask.length(); i++) {
      if (Character.isDigit(value.charAt(i)) && value.charAt(i) != mask.charAt(i)) {
        return mask;
      }
    }
    return value;
  }
}
