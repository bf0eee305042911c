package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.demo.DemoRoutes;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.existing.ExistingToken;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.ConnectorOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three agents sign in to a server that has two Sync services and is configured with the original
/// systems' environment variables.
class CompatLeaseTest {
  private static final int HASH_BYTES = 16;
  private static final Argon2Function SMALL_HASH =
      Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID);

  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void third_agent_gets_no_sync_service() throws Exception {
    try (Simulator simulator = simulator();
        PayNode node = PayNode.start(options(simulator))) {
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

  private static Simulator simulator() {
    return Simulator.start(
        DemoRoutes.addTo(DemoWorld.simulatorAccount(), "http://127.0.0.1:9")
            .withPort(0)
            .withConnector(ConnectorOptions.hosted("Default")));
  }

  /// Uses the variable names of the original systems' `.env` files.
  private ServeOptions options(Simulator simulator) {
    final String hash =
        Password.hash("secret").addRandomSalt(HASH_BYTES).with(SMALL_HASH).getResult();
    final Map<String, String> environment = new HashMap<>();
    environment.put("ACCOUNT_SID", simulator.accountSid());
    environment.put("AUTH_TOKEN", simulator.authToken());
    environment.put("API_KEY", simulator.apiKeySid());
    environment.put("API_SECRET", simulator.apiKeySecret());
    environment.put("PAY_SYNC_SERVICE_SID", String.join(",", DemoRoutes.SYNC_SERVICES));
    environment.put("SIP_DOMAIN_URI", DemoLines.PBX_DOMAIN);
    environment.put("PAYMENT_CONNECTOR", "Default");
    environment.put("SERVER_URL", "http://127.0.0.1:9");
    environment.put("TWILIO_BASE_URL", simulator.baseUri().toString());
    environment.put("AGENTPAY_COMPAT", "agent-pay");
    environment.put("AGENTPAY_CONNECTORS", "Default=hosted");
    environment.put("AGENTPAY_PORT", "0");
    environment.put("AGENTPAY_DATA", data.toString());
    environment.put(
        "AGENTPAY_USERS", "alice:agent:%1$s,bob:agent:%1$s,carol:agent:%1$s".formatted(hash));
    environment.put("AGENTPAY_TOKEN_KEY", "a-token-key-for-tests-with-enough-characters");
    final Settings settings = new Settings(environment, Optional.empty());
    final Optional<ServeOptions> options = ServeOptions.from(settings);
    assertThat(settings.problems()).isEqualTo(List.of());
    return options.orElseThrow();
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
