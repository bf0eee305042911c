package dev.agentpay.payments.session;

import dev.agentpay.events.EventEnvelope;
import java.util.List;
import java.util.Optional;

/// Result of deciding one input: the events to record and the session after them. The events
/// determine the instructions ([Instruction#causedBy]), and the session determines its deadline
/// ([Deadlines#of]).
///
/// @param events numbered events to record; empty if there is nothing to record
/// @param after the session with these events applied
/// @param digits a live update to publish without recording it
public record Decision(List<EventEnvelope> events, PaySession after, Optional<Digits> digits) {
  public Decision {
    events = List.copyOf(events);
  }
}
