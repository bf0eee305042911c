package dev.agentpay.client.model;

import java.time.Duration;

/// The client's timeouts. Each must be more than zero.
///
/// @param connect for establishing a connection
/// @param request for one complete response; must be longer than the longest `wait` of
///   `PayClient.start`
/// @param total for a request including its retries; no attempt starts after it
/// @param idle for a stream without data; the server sends a heartbeat every 2 s, or as often as
///   its operator configured
public record Timeouts(Duration connect, Duration request, Duration total, Duration idle) {
  /// A server normally accepts within milliseconds. One lost packet costs 1 s, a second one 3 s.
  public static final Duration CONNECT = Duration.ofSeconds(5);

  /// Three times the 10 s that the server may wait for Twilio.
  public static final Duration REQUEST = Duration.ofSeconds(30);

  /// The longest time that an agent should look at a waiting page.
  public static final Duration TOTAL = Duration.ofSeconds(60);

  /// Long enough for a heartbeat every 15 s, the default of earlier servers, even if two are late.
  public static final Duration IDLE = Duration.ofSeconds(45);

  /// Timeouts that match the server's own limits.
  public static final Timeouts DEFAULT = new Timeouts(CONNECT, REQUEST, TOTAL, IDLE);

  public Timeouts {
    require(connect, "connect");
    require(request, "request");
    require(total, "total");
    require(idle, "idle");
  }

  private static void require(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the timeout '%s' must be more than 0, but is %s".formatted(name, duration));
    }
  }
}
