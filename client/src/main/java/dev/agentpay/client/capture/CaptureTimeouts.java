package dev.agentpay.client.capture;

import java.time.Duration;

/// How long the blocking methods of a [CardCapture] wait. Each must be more than zero.
///
/// @param attach until the server has sent the agent's calls and payments
/// @param open until Twilio has opened the payment
/// @param end until a submitted payment is paid, or a payment is cancelled
public record CaptureTimeouts(Duration attach, Duration open, Duration end) {
  /// A server answers within milliseconds; this is the client's own limit for a request and its
  /// repetitions.
  public static final Duration ATTACH = Duration.ofSeconds(60);

  /// The server gives up a payment that Twilio has not opened within 45 s.
  public static final Duration OPEN = Duration.ofSeconds(60);

  /// The server calls a payment unconfirmed if Twilio has reported no result within 100 s.
  public static final Duration END = Duration.ofMinutes(3);

  /// Timeouts that match the server's own limits.
  public static final CaptureTimeouts DEFAULT = new CaptureTimeouts(ATTACH, OPEN, END);

  public CaptureTimeouts {
    require(attach, "attach");
    require(open, "open");
    require(end, "end");
  }

  private static void require(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the timeout '%s' must be more than 0, but is %s".formatted(name, duration));
    }
  }
}
