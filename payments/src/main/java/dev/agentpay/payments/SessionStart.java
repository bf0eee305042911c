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

/// One attempt after another to start a session: on a call that is still its agent's, with what
/// makes room for it, as one append.
final class SessionStart {
  private final PaySessions sessions;
  private final Kernel kernel;
  private final PaySessions.Ports ports;
  private final PaySessionDecider decider;

  /// Who asks for what.
  ///
  /// @param confirmed whether a person confirmed that an earlier session on the call may have
  ///   charged
  record StartRequest(
      SessionId id,
      AgentId agent,
      PayRequest request,
      boolean confirmed,
      Optional<PaySessions.Stamp> stamp,
      Origin origin) {}

  SessionStart(
      PaySessions sessions, Kernel kernel, PaySessions.Ports ports, PaySessionDecider decider) {
    this.sessions = sessions;
    this.kernel = kernel;
    this.ports = ports;
    this.decider = decider;
  }

  /// What is to be written, as things stand now.
  ///
  /// @param changes the new session last
  record Attempt(List<SessionChange> changes, Append append) {}

  /// @throws RefusedException `UNKNOWN_CALL`, `CALL_NOT_IN_PROGRESS`, `CALL_HAS_SESSION`,
  ///   `MAY_HAVE_CHARGED`, `TOO_MANY`
  Attempt attempt(StartRequest asked) {
    final CallCheck.Seen call = ports.calls().check(asked.agent(), asked.request().call());
    checkRoom(asked.agent());
    final Instant now = kernel.scheduler().now();
    final List<SessionChange> changes = new ArrayList<>(released(asked, now));
    final Decision started =
        decider.start(asked.id(), asked.agent(), asked.request(), now, asked.origin());
    changes.add(SessionChange.of(Optional.empty(), started, decider));
    return new Attempt(
        changes,
        SessionChange.append(
            changes,
            Map.of(call.stream(), call.version()),
            ports.projection(),
            asked.request(),
            asked.stamp().map(s -> s.on(asked.id().stream()))));
  }

  private void checkRoom(AgentId agent) {
    final SessionQuery open =
        new SessionQuery(
            Optional.of(agent),
            Optional.empty(),
            Optional.empty(),
            SessionState.OPEN,
            Optional.empty(),
            PaySessions.MAX_OPEN_PER_AGENT);
    if (sessions.find(open).size() >= PaySessions.MAX_OPEN_PER_AGENT) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "%d pay sessions are open; end some".formatted(PaySessions.MAX_OPEN_PER_AGENT));
    }
  }

  /// Sessions that may have charged and that a person has confirmed to leave behind.
  private List<SessionChange> released(StartRequest asked, Instant now) {
    final List<SessionChange> released = new ArrayList<>();
    for (PaySession earlier : sessions.find(SessionQuery.openOn(asked.request().call()))) {
      if (!earlier.state().mayHaveCharged()) {
        throw inTheWay(earlier);
      }
      if (!asked.confirmed()) {
        throw new RefusedException(
            Refusal.MAY_HAVE_CHARGED,
            "pay session %s on this call may have charged; confirm to start another"
                .formatted(earlier.id()));
      }
      final Decision decision =
          decider.decide(earlier, new Input.ReleaseCall(asked.id()), now, asked.origin());
      released.add(SessionChange.of(Optional.of(earlier), decision, decider));
    }
    return released;
  }

  private static RefusedException inTheWay(PaySession earlier) {
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

  /// Who is in the way.
  static RefusedException held(EventStore.Held held) {
    return callHasSession(held.holder().key());
  }
}
