package dev.agentpay.voice;

import dev.agentpay.events.Callback;
import dev.agentpay.events.Origin;
import dev.agentpay.twilio.webhook.CallStatus;
import java.util.Optional;

/// Verified status callback about a leg. Handling is idempotent, and independent of the order of
/// arrival.
///
/// @param tag describes the leg; empty for a leg that was not dialled by us
record LegCallback(CallStatus status, Optional<LegTag> tag, Origin origin) implements Callback {
  @Override
  public String queue() {
    return "callback/" + status.parent().orElse(status.call());
  }
}
