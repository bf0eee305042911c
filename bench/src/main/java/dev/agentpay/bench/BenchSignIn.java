package dev.agentpay.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Signs in many agents.
final class BenchSignIn {
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  /// Fewer than the sign-ins that the server allows per minute and address.
  private static final int PER_ADDRESS = 80;

  /// A signed-in agent.
  record SignedIn(String agent, String token) {}

  private BenchSignIn() {}

  /// Signs in the first agents of [BenchAccount], from as many loopback addresses as are necessary.
  static List<SignedIn> all(URI server, int agents) throws IOException, InterruptedException {
    final List<SignedIn> users = new ArrayList<>();
    for (int address = 1; users.size() < agents; address++) {
      final InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address});
      try (HttpClient http = HttpClient.newBuilder().localAddress(from).build()) {
        for (int i = 0; i < PER_ADDRESS && users.size() < agents; i++) {
          users.add(signIn(http, server, BenchAccount.agent(users.size())));
        }
      }
    }
    return users;
  }

  private static SignedIn signIn(HttpClient http, URI server, String agent)
      throws IOException, InterruptedException {
    final String body =
        "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(agent, BenchAccount.PASSWORD);
    final HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(server.resolve("/api/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    final Matcher token = TOKEN.matcher(answer.body());
    if (!token.find()) {
      throw new IllegalStateException("Cannot sign in: " + answer.body());
    }
    return new SignedIn(agent, token.group(1));
  }
}
