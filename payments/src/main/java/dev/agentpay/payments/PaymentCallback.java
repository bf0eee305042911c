package dev.agentpay.payments;

import dev.agentpay.events.Callback;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.PaymentStatus;
import java.util.Map;
import java.util.Optional;

/// A verified status callback of a Payment. Twilio does not repeat a webhook after a 5xx, and a
/// Payment cannot be fetched, so a callback that is not stored is lost. Handling one twice is
/// harmless, because the session recognises a repeated callback.
///
/// @param copy the callback for existing clients, see `Input.CallbackArrived`
public record PaymentCallback(
    PaymentStatus status, Origin origin, Optional<Map<String, String>> copy) implements Callback {
  @Override
  public String queue() {
    return "callback/" + status.payment();
  }
}
