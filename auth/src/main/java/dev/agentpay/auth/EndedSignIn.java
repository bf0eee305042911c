package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import java.time.Instant;
import java.util.Optional;

/// A sign-in that ended before its token expired, derived from its only event.
///
/// @param tokenEnd when the token expires
public record EndedSignIn(
    SignInId id, long version, AgentId user, SignInEvent.Reason reason, Instant tokenEnd)
    implements Aggregate {

  @Override
  public StreamId stream() {
    return AuthSchema.SIGN_IN.stream(id.value());
  }

  @Override
  public Optional<AgentId> owner() {
    return Optional.empty(); // Only supervisors see who signed out.
  }

  /// @throws IllegalStateException if it has ended before
  static EndedSignIn evolve(Optional<EndedSignIn> before, EventEnvelope event) {
    event.requireNextAfter(before.map(EndedSignIn::version).orElse(0L));
    return switch ((SignInEvent) event.event()) {
      case SignInEvent.SignInEnded ended -> {
        if (before.isPresent()) {
          throw new IllegalStateException("a sign-in ends once");
        }
        yield new EndedSignIn(
            ended.signIn(), event.number(), ended.user(), ended.reason(), ended.tokenEnd());
      }
    };
  }
}
