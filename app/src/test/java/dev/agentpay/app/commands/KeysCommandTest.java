package dev.agentpay.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.support.ChildProcess;
import dev.agentpay.auth.Passwords;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A supervisor manages the service keys of a running server from the command line.
class KeysCommandTest {
  private static final String PASSWORD = "keys of sam";

  @TempDir private Path data;
  @TempDir private Path collected;
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  private PayNode start() {
    return PayNode.start(
        CallSettings.options(
            "TWILIO_BASE_URL",
            "http://127.0.0.1:9",
            "AGENTPAY_PORT",
            "0",
            "AGENTPAY_DATA",
            data.toString(),
            "AGENTPAY_USERS",
            "sam:supervisor:%s, alice:agent:%1$s".formatted(Passwords.hash(PASSWORD))));
  }

  @Test
  void keys_are_created_rotated_and_revoked() throws Exception {
    final String old;
    try (PayNode node = start()) {
      assertThat(run(node, "list")).contains("There are no service keys.");
      old = key(run(node, "create", "our CRM", "--expires-in-days", "30"));
      assertThat(mint(node, old)).isEqualTo(200);
    }
    try (PayNode node = start()) {
      final String id = old.substring("apk_".length()).split("_", 2)[0];
      assertThat(mint(node, old)).as("after a restart").isEqualTo(200);
      assertThat(run(node, "list"))
          .contains(id + "  valid  tokens  our CRM")
          .containsPattern("last used \\d{4}-\\d\\d-\\d\\d\\s")
          .doesNotContain("apk_");
      final String next = key(run(node, "rotate", id));
      assertThat(mint(node, old)).isEqualTo(200);
      assertThat(mint(node, next)).isEqualTo(200);
      assertThat(run(node, "list")).contains("two secrets");
      run(node, "revoke", id, "--old-secret");
      assertThat(mint(node, old)).isEqualTo(401);
      assertThat(mint(node, next)).isEqualTo(200);
      assertThat(run(node, "revoke", id)).contains(id + "  revoked");
      assertThat(mint(node, next)).isEqualTo(401);
      assertThat(run(node, "rotate", id)).contains("create another").doesNotContain("apk_");
      assertThat(run(node, "create", "x", "--scope", "everything")).contains("scopes[0]");
    }
  }

  private static String key(String printed) {
    return printed.lines().filter(line -> line.startsWith("apk_")).findFirst().orElseThrow();
  }

  private int mint(PayNode node, String key) throws IOException, InterruptedException {
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.baseUri() + "/api/tokens"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"agent\":\"alice\"}"))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /// @return its standard output and standard error
  private String run(PayNode node, String action, String... more)
      throws IOException, InterruptedException {
    final Path input = Files.writeString(collected.resolve("password"), PASSWORD + "\n");
    final List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AgentPay.class.getName(), "keys", action));
    command.addAll(List.of("--server", node.baseUri().toString(), "--user", "sam"));
    command.addAll(List.of(more));
    final Process process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    final String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return printed;
  }
}
