package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.Calls;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import java.util.Optional;

/// Checks who may see and change which session and call. Someone else's session or call is answered
/// exactly like one that does not exist, so that nobody can find out which exist.
public final class Rights {
  private final PaySessions sessions;
  private final Calls calls;
  private final Sight sight;

  public Rights(PaySessions sessions, Calls calls, Sight sight) {
    this.sight = sight;
    this.sessions = sessions;
    this.calls = calls;
  }

  /// Returns a session that the user may see: their own, or any for a supervisor.
  PaySession see(Caller caller, String id) {
    return sessionId(id)
        .flatMap(sessions::find)
        .filter(s -> Permissions.mayView(caller, s.agent()))
        .filter(s -> sight.sees(caller, s))
        .orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN_SESSION, "there is no such pay session"));
  }

  /// Returns a session that the user may change: only its agent may.
  PaySession own(Caller caller, String id) {
    final PaySession session = see(caller, id);
    if (!Permissions.mayChange(caller, session.agent())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "only the agent who started a pay session may change it");
    }
    return session;
  }

  /// Returns a call that the user may see.
  Call seeCall(Caller caller, String sid) {
    return callSid(sid)
        .flatMap(calls::find)
        .filter(c -> Permissions.mayView(caller, c.owner()))
        .filter(c -> sight.sees(caller, c))
        .orElseThrow(() -> unknownCall());
  }

  /// Parses the CallSid in a path.
  static CallSid sid(String sid) {
    return callSid(sid).orElseThrow(() -> unknownCall());
  }

  private static RefusedException unknownCall() {
    return new RefusedException(Refusal.UNKNOWN_CALL, "there is no such call");
  }

  private static Optional<SessionId> sessionId(String text) {
    try {
      return Optional.of(new SessionId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<CallSid> callSid(String text) {
    try {
      return Optional.of(new CallSid(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
