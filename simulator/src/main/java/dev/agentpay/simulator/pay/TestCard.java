package dev.agentpay.simulator.pay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A published test card for demos, with its documented result (https://docs.stripe.com/testing,
/// https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector).
///
/// @param brand as in `PaymentCardType`
/// @param outcome `approved`; an `ErrorType` if the entry is refused (`invalid-card-type` for a
///   brand that Twilio accepts only on request); otherwise the code of the gateway's refusal, such
///   as `card_declined`
/// @param expiry MMYY, years after the simulator's current date
/// @param code a security code of the brand's length
public record TestCard(String number, String brand, String outcome, String expiry, String code) {
  private static final String APPROVED = "approved";

  /// Long enough for every recorded demo.
  private static final int YEARS_AHEAD = 4;

  public static List<TestCard> all(Instant now) {
    return List.of(
        of("4242424242424242", APPROVED, now),
        of("4111111111111111", APPROVED, now),
        of("5555555555554444", APPROVED, now),
        of("378282246310005", APPROVED, now),
        refused("4000000000000002", now),
        refused("4000000000009995", now),
        refused("4000000000000069", now),
        refused("4000000000000127", now),
        refused("4000000000000119", now),
        of("4242424242424241", "invalid-card-number", now),
        of("6011111111111117", "invalid-card-type", now));
  }

  private static TestCard refused(String number, Instant now) {
    return of(number, TestCards.STRIPE_REFUSALS.getOrDefault(number, ""), now);
  }

  private static TestCard of(String number, String outcome, Instant now) {
    final CardBrand brand = CardBrand.of(number).orElseThrow();
    final String expiry =
        DateTimeFormatter.ofPattern("MMyy", Locale.ROOT)
            .format(now.atZone(ZoneOffset.UTC).plusYears(YEARS_AHEAD));
    return new TestCard(
        number, brand.wire(), outcome, expiry, "1234".substring(0, brand.securityCodeLength()));
  }

  /// Omits the number: card numbers are never logged, not even published ones.
  @Override
  public String toString() {
    return brand + " " + outcome;
  }
}
