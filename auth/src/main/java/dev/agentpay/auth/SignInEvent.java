package dev.agentpay.auth;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import java.time.Instant;

/// An event of a sign-in. A sign-in that just expires has none.
public sealed interface SignInEvent extends Event {
  /// Why a sign-in ended before its token expired.
  enum Reason {
    /// The user signed out.
    SIGNED_OUT,
    /// The user did nothing for too long.
    IDLE
  }

  /// The sign-in ended; its token is refused from now on.
  ///
  /// @param tokenEnd when the token expires; after that the event is only history
  record SignInEnded(SignInId signIn, AgentId user, Reason reason, Instant tokenEnd)
      implements SignInEvent {}
}
