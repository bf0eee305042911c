package dev.agentpay.simulator.pay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Card brands by prefix and length, from Twilio's table
/// (https://www.twilio.com/docs/voice/twiml/pay). It is extended where Twilio's own test cards do
/// not fit: 3065… counts as Diners Club, and 62… (UnionPay, which runs on Discover's network) as
/// Discover.
enum CardBrand {
  AMEX("3[47]", 15, 15, 15),
  ENROUTE("2014|2149", 15, 15, 15),
  MASTERCARD("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", 16, 16, 16),
  JCB("352[89]|35[3-8]", 16, 19, 16),
  DINERS_CLUB("30|36|38|39", 14, 19, 16),
  DISCOVER("6011|62|64|65", 16, 19, 16),
  VISA("4", 13, 19, 16),
  MAESTRO("50|5[6-9]|6", 12, 19, 16);

  /// Maximum length of a card number (ISO/IEC 7812-1).
  static final int LONGEST = 19;

  private final Pattern prefix;
  private final int shortest;
  private final int longest;
  private final int usual;

  CardBrand(String prefix, int shortest, int longest, int usual) {
    this.prefix = Pattern.compile("(?:" + prefix + ").*");
    this.shortest = shortest;
    this.longest = longest;
    this.usual = usual;
  }

  /// The brand of a number, or of its first digits.
  static Optional<CardBrand> of(String digits) {
    return Arrays.stream(values()).filter(b -> b.prefix.matcher(digits).matches()).findFirst();
  }

  /// The name in `PaymentCardType` and `ValidCardTypes`. Those also call American Express `optima`.
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> wireNames() {
    return List.of(
        "visa",
        "mastercard",
        "amex",
        "maestro",
        "discover",
        "optima",
        "jcb",
        "diners-club",
        "enroute");
  }

  boolean allowsLength(int length) {
    if (this == VISA) {
      return length == 13 || length == 16 || length == 19;
    }
    return length >= shortest && length <= longest;
  }

  int longest() {
    return longest;
  }

  /// The length of nearly all cards of the brand. Diners Club cards that start with 36 have 14
  /// digits.
  int usualLength(String digits) {
    return this == DINERS_CLUB && digits.startsWith("36") ? 14 : usual;
  }

  int securityCodeLength() {
    return this == AMEX ? 4 : 3;
  }
}
