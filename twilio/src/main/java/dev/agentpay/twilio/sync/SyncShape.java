package dev.agentpay.twilio.sync;

import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.twilio.Masks;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.RequiredItems;
import dev.agentpay.twilio.webhook.SecondEntries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Converts a Payment's status callback to the values that existing clients expect in Twilio Sync.
///
/// These clients read Twilio's own parameters, so a callback keeps its form and is not merged with
/// earlier ones. There are three differences: the expiry date, which Twilio sends in the clear,
/// becomes `xxxx`; what Twilio should have masked but has not is masked; and `Required` is always
/// present, because some clients fail without it.
public final class SyncShape {
  private static final String EXPIRY = "ExpirationDate";
  private static final String SUCCESS = "success";

  /// Ids from Twilio and from processors, which may look like a card number. In all other
  /// parameters that are not known to be masked, including new ones, everything that looks like a
  /// card number is masked.
  private static final Set<String> IDS =
      Set.of(
          "AccountSid", "CallSid", "Sid", "PaymentToken", "ProfileId", "PaymentConfirmationCode");

  private SyncShape() {}

  private static boolean isPartial(Form callback) {
    return callback.first("PartialResult").equals(Optional.of("true"));
  }

  /// Returns the value of an item in a map keyed by Payment: every parameter as a string under
  /// Twilio's name.
  ///
  /// @param callback the body, whose signature was verified; the query has only our own parameters
  ///   and is left out
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

  /// Returns the value of the document that the Generic Pay Connector demo shows, once a field is
  /// complete, an error occurred, or the payment ended. Absent for other callbacks.
  ///
  /// @param item result of [#item] for a callback
  public static Optional<Map<String, String>> document(Map<String, String> item) {
    final boolean isRelevant =
        isFilled(item, "PaymentCardNumber")
            || isFilled(item, "ErrorType")
            || isFilled(item, "Result");
    if (!isRelevant || "true".equals(item.get("PartialResult"))) {
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
      document.putIfAbsent(
          "errorType", item.get("Result")); // the page shows only this kind of failure
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
    return switch (SecondEntries.fieldName(name)) {
      case EXPIRY ->
          value.isEmpty() ? value : Masks.of(CaptureField.EXPIRATION_DATE, value, partial);
      case "Required" -> RequiredItems.kebab(Masks.text(value));
      case "PaymentCardNumber" -> masked(CaptureField.PAYMENT_CARD_NUMBER, value, partial);
      case "SecurityCode" -> masked(CaptureField.SECURITY_CODE, value, partial);
      case "BankAccountNumber" -> masked(CaptureField.BANK_ACCOUNT_NUMBER, value, partial);
      default -> IDS.contains(name) ? value : Masks.text(value);
    };
  }

  /// Returns Twilio's mask, unless it shows more than ours.
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
