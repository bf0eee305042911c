package dev.agentpay.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A fictitious Twilio account, and the configuration of `agentpay serve` for it.
final class BenchAccount {
  static final String SID = "ACbe000000000000000000000000000000";
  static final String AUTH_TOKEN = "bench-auth-token";
  static final String BUSINESS_NUMBER = "+12025550100";

  /// The password of all agents.
  static final String PASSWORD = "bench";

  /// The server's limit of open sessions per agent.
  static final int SESSIONS_PER_AGENT = 20;

  /// The argon2id hash of the password, with the lowest cost, because sign-in is not measured.
  private static final String HASH =
      "$argon2id$v=19$m=8,t=1,p=1$6X5u6tLgoHJ6bHEXOc6NnQ$yFNPL9AjHGF0S85vO+vBfg";

  private BenchAccount() {}

  /// Returns how many agents are needed for this many open sessions.
  static int agents(int sessions) {
    return Math.ceilDiv(sessions, SESSIONS_PER_AGENT);
  }

  static String agent(int number) {
    return "a" + number;
  }

  /// Returns the environment variables of a server on a free port; see docs/configuration.md.
  static Map<String, String> environment(Path folder, URI twilio, int sessions) throws IOException {
    final int port = freePort();
    return Map.ofEntries(
        Map.entry("TWILIO_ACCOUNT_SID", SID),
        Map.entry("TWILIO_AUTH_TOKEN", AUTH_TOKEN),
        Map.entry("TWILIO_API_KEY", "SKbe000000000000000000000000000000"),
        Map.entry("TWILIO_API_SECRET", "secret-of-the-benchmark-0123456789"),
        Map.entry("TWILIO_BASE_URL", twilio.toString()),
        Map.entry("AGENTPAY_PUBLIC_URL", "http://127.0.0.1:" + port),
        Map.entry("AGENTPAY_PORT", String.valueOf(port)),
        Map.entry("AGENTPAY_DATA", folder.resolve("data").toString()),
        Map.entry("AGENTPAY_TOKEN_KEY", "token-key-of-the-benchmark-0123456789"),
        Map.entry("AGENTPAY_CONNECTORS", "bench=hosted"),
        Map.entry(
            "AGENTPAY_USERS",
            IntStream.range(0, agents(sessions))
                .mapToObj(n -> agent(n) + ":agent:" + HASH)
                .collect(Collectors.joining(","))));
  }

  /// Returns a port that is free now.
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
