package dev.agentpay.payments.session;

import java.util.List;

/// What the events of one session say about its end.
public final class History {
  private History() {}

  /// Whether nothing moves the session any more once it has ended.
  public static boolean finalIsFinal(List<SessionEvent> events) {
    final List<SessionEvent> moves =
        events.stream().filter(e -> Transitions.target(e).isPresent()).toList();
    final long ends = moves.stream().filter(History::ends).count();
    return ends == 0 || (ends == 1 && ends(moves.getLast()));
  }

  private static boolean ends(SessionEvent event) {
    return Transitions.target(event).orElseThrow().isFinal();
  }
}
