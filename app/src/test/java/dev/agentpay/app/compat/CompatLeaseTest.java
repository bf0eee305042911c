package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.node.PayNode;
import dev.agentpay.scenarios.existing.ExistingToken;
import dev.agentpay.simulator.Simulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three agents sign in to a server that has two Sync services and is configured with the original
/// systems' environment variables.
class CompatLeaseTest {
  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void third_agent_gets_no_sync_service() throws Exception {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = PayNode.start(CompatConfiguration.options(simulator, data, Map.of()))) {
      final String alice = token(node, "alice");
      final String bob = token(node, "bob");
      assertThat(ExistingToken.read(alice).syncService())
          .isNotEqualTo(ExistingToken.read(bob).syncService());
      final HttpResponse<String> carol = login(node, "carol");
      assertThat(carol.statusCode()).isEqualTo(409);
      assertThat(CompatServer.json(carol).asString())
          .contains("Sync service")
          .contains("all 2 are in use by other agents");
      assertThat(ExistingToken.read(token(node, "alice")).syncService())
          .as("an agent keeps their service")
          .isEqualTo(ExistingToken.read(alice).syncService());
    }
  }

  private String token(PayNode node, String agent) throws Exception {
    return CompatServer.json(login(node, agent)).asString();
  }

  private HttpResponse<String> login(PayNode node, String agent) throws Exception {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.baseUri() + "/loginMock"));
    CompatServer.basic(agent, "secret").forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
