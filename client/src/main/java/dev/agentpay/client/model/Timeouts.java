package dev.agentpay.client.model;

import java.time.Duration;

/// How long the client waits for what. All are more than nothing.
///
/// @param connect for a connection
/// @param request for one whole answer. Longer than the longest `wait` of `PayClient.start`
/// @param patience from the first attempt at a request; after that it is not tried again
/// @param silence for anything on a stream. The server sends something every 15 s
public record Timeouts(Duration connect, Duration request, Duration patience, Duration silence) {
  /// A server that is there accepts within milliseconds; a lost packet costs 1 s, a second one 3 s.
  public static final Duration CONNECT = Duration.ofSeconds(5);

  /// Three times the 10 s that the server may wait for Twilio.
  public static final Duration REQUEST = Duration.ofSeconds(30);

  /// The longest that an agent may look at a waiting page.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Three heartbeats.
  public static final Duration SILENCE = Duration.ofSeconds(45);

  /// What suits the server's own limits.
  public static final Timeouts DEFAULT = new Timeouts(CONNECT, REQUEST, PATIENCE, SILENCE);

  public Timeouts {
    require(connect, "connect");
    require(request, "request");
    require(patience, "patience");
    require(silence, "silence");
  }

  private static void require(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "the time-out '%s' must be more than 0, is %s".formatted(name, duration));
    }
  }
}
