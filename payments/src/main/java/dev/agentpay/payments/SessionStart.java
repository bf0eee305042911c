package dev.agentpay.payments;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.session.Decision;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prepares the start of a session as one append: checks the call, releases the call from earlier
/// sessions, and adds the new session.
final class SessionStart {
  private final PaySessions sessions;
  private final Kernel kernel;
  private final PaySessions.Ports ports;
  private final PaySessionDecider decider;

  /// A request to start a session.
  ///
  /// @param confirmed whether a person accepted the risk that an earlier session on the call may
  ///   have charged
  record StartRequest(
      SessionId id,
      AgentId agent,
      PayRequest request,
      boolean confirmed,
      Optional<PaySessions.IdempotencyKey> idempotencyKey,
      Origin origin) {}

  SessionStart(
      PaySessions sessions, Kernel kernel, PaySessions.Ports ports, PaySessionDecider decider) {
    this.sessions = sessions;
    this.kernel = kernel;
    this.ports = ports;
    this.decider = decider;
  }

  /// The append that starts the session, based on the current state of the call.
  ///
  /// @param changes changes to earlier sessions, then the new session
  record Attempt(List<SessionChange> changes, Append append) {}

  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`,
  ///   `MAY_HAVE_CHARGED`, `TOO_MANY`
  Attempt attempt(StartRequest request) {
    final CallCheck.CheckedCall call =
        ports.calls().check(request.agent(), request.request().call());
    checkOpenSessions(request.agent());
    final Instant now = kernel.scheduler().now();
    final List<SessionChange> changes = new ArrayList<>(released(request, now));
    final Decision started =
        decider.start(request.id(), request.agent(), request.request(), now, request.origin());
    changes.add(SessionChange.of(Optional.empty(), started, decider));
    return new Attempt(
        changes,
        SessionChange.append(
            changes,
            Map.of(call.stream(), call.version()),
            ports.projection(),
            request.request(),
            request.idempotencyKey().map(key -> key.on(request.id().stream()))));
  }

  private void checkOpenSessions(AgentId agent) {
    final SessionQuery open =
        SessionQuery.ALL
            .ownedBy(Optional.of(agent))
            .in(SessionState.OPEN)
            .atMost(PaySessions.MAX_OPEN_PER_AGENT);
    if (sessions.find(open).size() >= PaySessions.MAX_OPEN_PER_AGENT) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "%s of your pay sessions are open; end some of them first"
              .formatted(PaySessions.MAX_OPEN_PER_AGENT));
    }
  }

  /// Releases the call from earlier sessions that may have charged, if a person confirmed that.
  private List<SessionChange> released(StartRequest request, Instant now) {
    final List<SessionChange> released = new ArrayList<>();
    for (PaySession earlier : sessions.find(SessionQuery.openOn(request.request().call()))) {
      if (!earlier.state().mayHaveCharged()) {
        throw blockedBy(earlier);
      }
      if (!request.confirmed()) {
        throw new RefusedException(
            Refusal.MAY_HAVE_CHARGED,
            "pay session %s on this call may have charged; confirm to start another"
                .formatted(earlier.id()));
      }
      final Decision decision =
          decider.decide(earlier, new Input.ReleaseCall(request.id()), now, request.origin());
      released.add(SessionChange.of(Optional.of(earlier), decision, decider));
    }
    return released;
  }

  private static RefusedException blockedBy(PaySession earlier) {
    return earlier.state() == SessionState.CANCELLING
        ? new RefusedException(
            Refusal.CALL_HAS_SESSION,
            "pay session %s on this call is being cancelled; wait until Twilio has confirmed that"
                .formatted(earlier.id()))
        : callHasSession(earlier.id().value());
  }

  static RefusedException callHasSession(String holder) {
    return new RefusedException(
        Refusal.CALL_HAS_SESSION,
        "the call has pay session %s already; end or cancel it first".formatted(holder));
  }

  /// The refusal if another session holds the call.
  static RefusedException reservedBy(EventStore.Held held) {
    return callHasSession(held.holder().key());
  }
}
