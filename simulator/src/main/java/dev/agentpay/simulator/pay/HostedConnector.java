package dev.agentpay.simulator.pay;

import dev.agentpay.simulator.options.ConnectorOutcome;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.world.JournalEntry;
import dev.agentpay.simulator.world.WorldContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// Stands for the connectors that Twilio hosts (Stripe and others). The test card decides the
/// result, as Stripe documents it.
final class HostedConnector {
  /// The usual response time of a gateway.
  private static final Duration RESPONSE_TIME = Duration.ofMillis(400);

  private final WorldContext context;

  HostedConnector(WorldContext context) {
    this.context = context;
  }

  void submit(Payment payment, Consumer<ConnectorOutcome> done) {
    final ConnectorOutcome outcome = decide(payment);
    context
        .journal()
        .write(
            JournalEntry.Kind.CONNECTOR,
            OrderedMap.of(
                "paymentSid", payment.sid(),
                "connector", payment.order().connector().name(),
                "hosted", true,
                "outcome", outcome.getClass().getSimpleName()));
    context.after(RESPONSE_TIME, () -> done.accept(outcome));
  }

  private ConnectorOutcome decide(Payment payment) {
    final PaymentOrder order = payment.order();
    final TypedDigits card = payment.captured().get(CaptureField.PAYMENT_CARD_NUMBER);
    final String refusal = card == null ? null : TestCards.STRIPE_REFUSALS.get(card.digits());
    if (refusal != null) {
      return new ConnectorOutcome.Refused(64012, refusal, "The gateway refused the card");
    }
    if (order.charges()) {
      return new ConnectorOutcome.Approved(context.sid("ch_"), "", "", Map.of());
    }
    // A reusable Stripe token is a customer, which the callback has as the profile.
    return switch (order.tokenType()) {
      case "reusable" -> new ConnectorOutcome.Approved("", "", context.sid("cus_"), Map.of());
      case "payment-method" -> new ConnectorOutcome.Approved("", context.sid("pm_"), "", Map.of());
      default -> new ConnectorOutcome.Approved("", context.sid("tok_"), "", Map.of());
    };
  }
}
