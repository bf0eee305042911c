package dev.agentpay.voice;

import dev.agentpay.events.Callback;
import dev.agentpay.events.Origin;
import dev.agentpay.twilio.webhook.CallStatus;
import java.util.Optional;

/// A verified callback about a leg: how far it has got. Repeated, late and in any order it leads to
/// the same.
///
/// @param tag what the leg is; empty for one that nobody dialled
record LegCallback(CallStatus status, Optional<LegTag> tag, Origin origin) implements Callback {
  @Override
  public String queue() {
    return "callback/" + status.parent().orElse(status.call());
  }
}
