package dev.agentpay.payments;

import dev.agentpay.events.Callback;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.PaymentStatus;
import java.util.Map;
import java.util.Optional;

/// A verified status callback of a Payment. Twilio does not repeat a webhook for a 5xx, and a
/// Payment cannot be fetched: what is not kept is lost. Handled twice it changes nothing, since a
/// repeated callback is known again.
///
/// @param copy for existing clients, see `Input.Arrived`
public record PaymentCallback(
    PaymentStatus status, Origin origin, Optional<Map<String, String>> copy) implements Callback {
  @Override
  public String queue() {
    return "callback/" + status.payment();
  }
}
