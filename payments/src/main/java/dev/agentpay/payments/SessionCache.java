package dev.agentpay.payments;

import dev.agentpay.events.BoundedMap;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.SessionId;
import java.util.Map;
import java.util.Optional;

/// Cache of recently used sessions, so that a callback does not have to read the store. An entry
/// may be outdated if another node wrote to the session. The store's version check detects that,
/// and the session is loaded again.
final class SessionCache {
  /// More than the number of open sessions that a node serves at a time. A session takes a few
  /// kilobytes.
  static final int MAX_SESSIONS = 20_000;

  private final Map<SessionId, PaySession> sessions = new BoundedMap<>(MAX_SESSIONS);

  synchronized Optional<PaySession> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  synchronized void keep(PaySession session) {
    sessions.put(session.id(), session);
  }

  synchronized void forget(SessionId id) {
    sessions.remove(id);
  }
}
