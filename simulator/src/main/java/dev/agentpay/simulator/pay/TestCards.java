package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.wire.Luhn;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The only card numbers that the simulator accepts: those that Twilio, Stripe and Worldpay publish
/// for tests (https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector,
/// https://docs.stripe.com/testing, https://docs.worldpay.com/apis/cardpayments/testing).
final class TestCards {
  /// The cards that a connector in TEST mode accepts (64022 for others). The check digit of
  /// 3065930009020004 is wrong, but Twilio publishes it like this.
  static final Set<String> TWILIO =
      Set.of(
          "4111111111111111",
          "5555555555554444",
          "378282246310005",
          "6011111111111117",
          "3065930009020004",
          "3566002020360505",
          "6200000000000005",
          "6771798021000008");

  /// The bank accounts that a connector in TEST mode accepts (64023 for others).
  static final Set<String> TWILIO_BANK_ACCOUNTS = Set.of("12345678", "123456789");

  /// Stripe's test cards that are refused, with the code of the refusal.
  static final Map<String, String> STRIPE_REFUSALS =
      Map.ofEntries(
          Map.entry("4000000000000002", "card_declined"),
          Map.entry("4000000000009995", "insufficient_funds"),
          Map.entry("4000000000009987", "lost_card"),
          Map.entry("4000000000009979", "stolen_card"),
          Map.entry("4000000000000069", "expired_card"),
          Map.entry("4000000000000127", "incorrect_cvc"),
          Map.entry("4000000000000119", "processing_error"),
          Map.entry("4000000000006975", "card_velocity_exceeded"),
          Map.entry("4100000000000019", "fraudulent"),
          Map.entry("4000000000004954", "fraudulent"),
          Map.entry("4000000000000101", "incorrect_cvc"));

  private static final Set<String> STRIPE =
      Set.of(
          "4242424242424242",
          "4444333322221111", // Worldpay's
          "4012888888881881",
          "4000056655665556",
          "2223003122003222",
          "5200828282828210",
          "5105105105105100",
          "371449635398431",
          "6011000990139424",
          "6011981111111113",
          "3056930009020004",
          "36227206271667",
          "30569309025904",
          "38520000023237",
          "3530111333300000",
          "6555900000604105",
          "6200000000000047",
          "6205500000000000004",
          "4000000000000077",
          "4000000000000010",
          "4000000000000028",
          "4000000000000036",
          "4000000000000044",
          "4000000000000341",
          "4000000000000259",
          "4000000000002685",
          "4000000000001976",
          "4000000000005423",
          "4000000000009235",
          "4000000000003220",
          "4000000000003063",
          "4000002500003155",
          "4000002760003184",
          "4000003800000446",
          "4000008260003178",
          "4000008400001629",
          "4000008400001280");

  private TestCards() {}

  static boolean published(String number) {
    return TWILIO.contains(number)
        || STRIPE.contains(number)
        || STRIPE_REFUSALS.containsKey(number);
  }

  private static boolean beginsPublished(String digits) {
    return Stream.of(TWILIO, STRIPE, STRIPE_REFUSALS.keySet())
        .flatMap(Set::stream)
        .anyMatch(number -> number.startsWith(digits));
  }

  /// Whether this may be somebody's card number: it has a known prefix, enough digits and a valid
  /// check digit, and is not published. The first digits of a published number do not count,
  /// because some of them have a valid check digit, too.
  static boolean mightBeReal(String number) {
    return number.length() >= 12
        && number.length() <= CardBrand.LONGEST
        && CardBrand.of(number).isPresent()
        && Luhn.holds(number)
        && !beginsPublished(number);
  }
}
