package dev.agentpay.server.options;

import java.time.Duration;
import java.util.Optional;

/// How agents answer their calls on the desk.
public sealed interface SoftphoneOptions {
  /// Elsewhere: at a PBX, on a telephone.
  record None() implements SoftphoneOptions {}

  /// With the stand-in of a simulator.
  ///
  /// @param url of the simulator, as a browser reaches it
  record Simulated(String url) implements SoftphoneOptions {}

  /// With Twilio's Voice SDK.
  ///
  /// @param applicationSid the TwiML app (`AP…`) through which agents dial out; empty: they do not
  /// @param tokenLifetime how long a browser may ring before it needs another token
  record Twilio(Optional<String> applicationSid, Duration tokenLifetime)
      implements SoftphoneOptions {
    /// Long enough that a short outage of ours rings nobody off, short enough that who was let go
    /// is gone.
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
  }

  /// Whether agents can dial a customer.
  default boolean canDial() {
    return switch (this) {
      case None _ -> false;
      case Simulated _ -> true;
      case Twilio twilio -> twilio.applicationSid().isPresent();
    };
  }
}
