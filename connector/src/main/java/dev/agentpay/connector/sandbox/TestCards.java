package dev.agentpay.connector.sandbox;

import dev.agentpay.connector.spi.CardNumber;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The test cards that the sandbox knows: those that
/// [Twilio](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector) publishes for
/// connectors in TEST mode, [Worldpay](https://docs.worldpay.com/apis/cardpayments/testing)'s Visa
/// card, which other AgentPays use in their examples, and those of
/// [Stripe](https://docs.stripe.com/testing) that are always refused. The error codes are Stripe's.
final class TestCards {
  private static final List<String> SUCCEED =
      List.of(
          "4242424242424242",
          "4111111111111111",
          "4444333322221111",
          "5555555555554444",
          "378282246310005",
          "6011111111111117",
          "3065930009020004",
          "3566002020360505",
          "6200000000000005",
          "6771798021000008");

  private static final Outcome.Refused EXPIRED =
      new Outcome.Refused("expired_card", "The card has expired");

  private static final Map<String, Outcome.Refused> REFUSED =
      Map.of(
          "4000000000000002", new Outcome.Refused("card_declined", "The bank declined the card"),
          "4000000000009995",
              new Outcome.Refused("insufficient_funds", "The card has insufficient funds"),
          "4000000000009987", new Outcome.Refused("lost_card", "The bank declined the card"),
          "4000000000009979", new Outcome.Refused("stolen_card", "The bank declined the card"),
          "4000000000000069", EXPIRED,
          "4000000000000127",
              new Outcome.Refused("incorrect_cvc", "The card's security code is incorrect"),
          "4000000000000119",
              new Outcome.Refused("processing_error", "The card could not be processed"));

  private static final Outcome.Refused UNKNOWN =
      new Outcome.Refused(
          "not_a_test_card",
          "The sandbox accepts published test cards only; no bank was contacted");

  private TestCards() {}

  /// Returns why the card is refused, or empty if it succeeds.
  static Optional<Outcome.Refused> refusal(PaymentMethod.Card card, YearMonth today) {
    CardNumber number = card.number();
    for (Map.Entry<String, Outcome.Refused> known : REFUSED.entrySet()) {
      if (number.is(known.getKey())) {
        return Optional.of(known.getValue());
      }
    }
    if (SUCCEED.stream().noneMatch(number::is)) {
      return Optional.of(UNKNOWN);
    }
    boolean expired = card.expiry().map(expiry -> !expiry.covers(today)).orElse(false);
    return expired ? Optional.of(EXPIRED) : Optional.empty();
  }
}
