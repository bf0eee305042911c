package dev.agentpay.payments;

import dev.agentpay.events.BoundedMap;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.SessionId;
import java.util.Map;
import java.util.Optional;

/// The sessions that are being worked on, so that a callback need not read the store. What is in
/// here may be behind another node's writing: the store's version check notices, and the session is
/// loaded anew.
final class SessionCache {
  /// More open sessions than a node serves at a time; a session is a few kilobytes.
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
