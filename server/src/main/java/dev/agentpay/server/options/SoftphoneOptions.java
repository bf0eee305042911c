package dev.agentpay.server.options;

import java.time.Duration;
import java.util.Optional;

/// How agents answer calls on the desk.
public sealed interface SoftphoneOptions {
  /// Not on the desk: agents use a PBX or a telephone.
  record None() implements SoftphoneOptions {}

  /// With the simulator's softphone.
  ///
  /// @param url of the simulator as the browser reaches it
  record Simulated(String url) implements SoftphoneOptions {}

  /// With Twilio's Voice SDK.
  ///
  /// @param applicationSid the TwiML app (`AP…`) for outbound calls; empty if agents cannot dial
  ///   out
  /// @param tokenLifetime how long a browser can take calls before it needs a new token
  record Twilio(Optional<String> applicationSid, Duration tokenLifetime)
      implements SoftphoneOptions {
    /// Default. Long enough that a short outage of this server ends no softphone, short enough that
    /// a former agent soon loses access.
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
