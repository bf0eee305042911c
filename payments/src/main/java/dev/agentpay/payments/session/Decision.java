package dev.agentpay.payments.session;

import dev.agentpay.events.EventEnvelope;
import java.util.List;
import java.util.Optional;

/// What an input leads to: facts to record, and the session after them. The instructions are caused
/// by the facts ([Instruction#causedBy]), the deadline follows from the session after
/// ([Deadlines#of]).
///
/// @param events to be recorded, numbered; empty when nothing lasting happened
/// @param after the session with those events
/// @param digits what to show at once without recording it
public record Decision(List<EventEnvelope> events, PaySession after, Optional<Digits> digits) {
  public Decision {
    events = List.copyOf(events);
  }
}
