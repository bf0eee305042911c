package dev.agentpay.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Chooses a free port, for when its number must be known before something listens on it.
public final class FreePort {
  /// The range is below the ephemeral ports (from 32768 on Linux): any outgoing connection could
  /// take one of those before we listen on it.
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int MAX_TRIES = 100;

  private FreePort() {}

  /// Returns a port on loopback on which nothing listens now.
  ///
  /// @throws IllegalStateException if none was found
  public static int choose() {
    for (int i = 0; i < MAX_TRIES; i++) {
      final int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        // The port is in use. Try another one.
      }
    }
    throw new IllegalStateException(
        "found no free port from %d to %d in %d tries".formatted(FIRST, LAST, MAX_TRIES));
  }
}
