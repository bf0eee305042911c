package dev.agentpay.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port that is known before anybody listens on it.
public final class FreePort {
  /// Below the ports that systems give to outgoing connections (from 32768 on Linux): such a
  /// connection of anybody may take one of those between the choice and the listening.
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /// One on loopback on which nobody listens now.
  public static int choose() {
    for (int i = 0; i < TRIES; i++) {
      final int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException taken) {
        // another one, then
      }
    }
    throw new IllegalStateException("no port from %d to %d is free".formatted(FIRST, LAST));
  }
}
