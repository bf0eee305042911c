package dev.agentpay.server.api;

import dev.agentpay.events.EventStore;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A request and its repetition may arrive at once: the one that comes second by a hair finds the
/// call held by the session that the first has just started, which is its own. It is to be answered
/// with that session and not refused because of it.
public final class Repeats {
  private static final Set<Refusal> MAY_BE_OURS =
      Set.of(Refusal.CALL_HAS_SESSION, Refusal.MAY_HAVE_CHARGED, Refusal.TOO_MANY);

  private Repeats() {}

  public static <T> T settle(
      EventStore store, Optional<PaySessions.Stamp> stamp, Supplier<T> start) {
    try {
      return start.get();
    } catch (RefusedException e) {
      if (MAY_BE_OURS.contains(e.refusal())
          && stamp.flatMap(s -> store.request(s.owner(), s.key())).isPresent()) {
        return start.get(); // finds what the key led to, before anything else is looked at
      }
      throw e;
    }
  }
}
