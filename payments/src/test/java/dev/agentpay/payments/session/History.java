package dev.agentpay.payments.session;

import java.util.List;

/// Checks the events of one session.
public final class History {
  private History() {}

  /// Whether the state never changes after the session has ended.
  public static boolean keepsFinalState(List<SessionEvent> events) {
    final List<SessionEvent> transitions =
        events.stream().filter(e -> Transitions.target(e).isPresent()).toList();
    final long ends = transitions.stream().filter(History::ends).count();
    return ends == 0 || (ends == 1 && ends(transitions.getLast()));
  }

  private static boolean ends(SessionEvent event) {
    return Transitions.target(event).orElseThrow().isFinal();
  }
}
