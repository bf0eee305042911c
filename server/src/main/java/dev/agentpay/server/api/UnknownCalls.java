package dev.agentpay.server.api;

import dev.agentpay.auth.UserLimiter;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CardNumbers;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import java.util.List;
import java.util.Optional;

/// Limits how often an agent may name calls that the server does not know. Each CallSid costs a
/// request to Twilio, and each UUI reserves a call that may be meant for somebody else.
public final class UnknownCalls {
  /// Far more than a person or a CTI needs.
  public static final int PER_MINUTE = 30;

  private final Claims claims;
  private final UserLimiter limiter;

  public UnknownCalls(Claims claims) {
    this.claims = claims;
    this.limiter = new UserLimiter(PER_MINUTE);
  }

  /// @throws ProblemException `TOO_MANY` if the call is unknown and the agent named too many
  void check(AgentId agent, CallSid call) {
    if (!claims.isKnown(call)) {
      take(agent);
    }
  }

  /// @throws ProblemException `TOO_MANY` if no live call has the UUI and the agent named too many;
  ///   `INVALID` if no live call has it and it looks like a card number, which must not be stored
  void check(AgentId agent, Uui uui) {
    if (!claims.known(uui).calls().isEmpty()) {
      return;
    }
    if (CardNumbers.isIn(uui.value())) {
      throw ProblemException.invalid(
          "uui", "looks like a card number, and no call has it; it must never be written here");
    }
    take(agent);
  }

  private void take(AgentId agent) {
    limiter
        .take(agent.value())
        .ifPresent(
            wait -> {
              throw new ProblemException(
                  ProblemType.TOO_MANY,
                  "too many calls that this server does not know; at most %s per minute"
                      .formatted(PER_MINUTE),
                  List.of(),
                  Optional.of(wait));
            });
  }
}
