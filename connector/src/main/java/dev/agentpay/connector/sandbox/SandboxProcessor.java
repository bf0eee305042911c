package dev.agentpay.connector.sandbox;

import dev.agentpay.connector.spi.Attempt;
import dev.agentpay.connector.spi.CardProcessor;
import dev.agentpay.connector.spi.ChargeOrder;
import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.Outcome;
import dev.agentpay.connector.spi.PaymentMethod;
import dev.agentpay.connector.spi.TokenOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// A processor that contacts no bank. Published test cards have their published outcomes; all other
/// cards are refused.
///
/// Like a real gateway, it keeps its own record, separate from the ledger's entries, so that a
/// transaction id has the same outcome after a restart. Charges succeed with Twilio's [test
/// cards](https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector) and with Stripe's
/// [4242…](https://docs.stripe.com/testing).
public final class SandboxProcessor implements CardProcessor {
  private static final Outcome.Refused OTHER_METHOD =
      new Outcome.Refused(
          "idempotency_mismatch",
          "This transaction_id was already used with another method; nothing more was charged");

  private final SandboxRecord done;
  private final Duration delay;
  private final InstantSource clock;

  public SandboxProcessor(SandboxRecord done, Duration delay, InstantSource clock) {
    this.done = done;
    this.delay = delay;
    this.clock = clock;
  }

  @Override
  public Outcome.OfCharge charge(ChargeOrder order, Attempt attempt) {
    Outcome.Charged charged = new Outcome.Charged("ch_sandbox_" + order.transactionId(), Map.of());
    Outcome first = refusal(order).<Outcome>map(refused -> refused).orElse(charged);
    return switch (settle(order, first)) {
      case Outcome.OfCharge outcome -> outcome;
      case Outcome.Tokenized _ -> OTHER_METHOD;
    };
  }

  @Override
  public Outcome.OfToken tokenize(TokenOrder order, Attempt attempt) {
    Outcome.Tokenized token =
        new Outcome.Tokenized("tok_sandbox_" + order.transactionId(), Map.of());
    Outcome first = refusal(order).<Outcome>map(refused -> refused).orElse(token);
    return switch (settle(order, first)) {
      case Outcome.OfToken outcome -> outcome;
      case Outcome.Charged _ -> OTHER_METHOD;
    };
  }

  @Override
  public Optional<Outcome> resolve(Attempt attempt) {
    return done.find(attempt.transactionId());
  }

  /// Records the outcome before the delay, so that a caller that times out is in doubt about money
  /// that has already moved. Tests need this situation.
  private Outcome settle(Order order, Outcome first) {
    Outcome outcome = done.keepFirst(order.transactionId(), first);
    try {
      Thread.sleep(delay);
      return outcome;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Unclear("The sandbox was interrupted");
    }
  }

  private Optional<Outcome.Refused> refusal(Order order) {
    return switch (order.paymentMethod()) {
      case PaymentMethod.Card card -> TestCards.refusal(card, thisMonth());
      case PaymentMethod.BankAccount account -> TestAccounts.refusal(account);
    };
  }

  private YearMonth thisMonth() {
    return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
  }
}
