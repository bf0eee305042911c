package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.scenarios.existing.ExistingToken;
import dev.agentpay.simulator.Simulator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Starts a server with each configuration block of docs/migrating.md, exactly as it is written,
/// and sees the errors that the page names for wrong ones.
class MigratingBlocksTest {
  private static final String CALL = "CA" + "0".repeat(32);

  @TempDir private Path folder;

  static List<MigratingBlocks.Refusal> refusals() {
    return MigratingBlocks.PAGE.refusals();
  }

  @Test
  void two_agents_of_agent_pay_sign_in() {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = start(simulator, "agent-pay", Map.of())) {
      final String alice = token(login(node, "alice"));
      assertThat(ExistingToken.read(alice).syncService())
          .isNotEqualTo(ExistingToken.read(token(login(node, "bob"))).syncService());
      assertThat(startCapture(node, alice, "Default"))
          .as("the connector is accepted, and only the call is unknown")
          .startsWith("Error with StartCapture: ")
          .isNotEqualTo(MigratingBlocks.PAGE.answer("agent-pay connector"));
      assertThat(startCapture(node, alice, "Stripe"))
          .isEqualTo(MigratingBlocks.PAGE.answer("agent-pay connector"));
    }
  }

  @Test
  void second_agent_of_agent_pay_needs_a_second_service() {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = start(simulator, "agent-pay", Map.of("AGENTPAY_COMPAT_SYNC_SERVICES", ""))) {
      token(login(node, "alice"));
      final HttpResponse<String> bob = login(node, "bob");
      assertThat(bob.statusCode()).isEqualTo(409);
      assertThat(CompatServer.json(bob).asString())
          .isEqualTo(MigratingBlocks.PAGE.answer("agent-pay service"));
    }
  }

  @Test
  void two_agents_of_genesyspay_get_tokens() {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = start(simulator, "genesyspay", Map.of())) {
      for (String agent : List.of("alice", "bob")) {
        token(ask(node, "POST", "/sync/getSyncToken", basic(agent), "{\"identity\":\"CA1\"}"));
      }
    }
  }

  @Test
  void two_agents_of_the_generic_demo_get_tokens() {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = start(simulator, "generic", Map.of())) {
      for (String agent : List.of("alice", "bob")) {
        final HttpResponse<String> answer = ask(node, "GET", "/token", basic(agent), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(CompatServer.json(answer).path("phoneNumber").asString())
            .isEqualTo("+12025550106");
      }
    }
  }

  @Test
  void server_for_flask_expects_signed_calls() {
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = start(simulator, "flask", Map.of())) {
      assertThat(ask(node, "POST", "/forward?Fwd=%2B12025550190", Map.of(), "{}").statusCode())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses_what_the_page_says(MigratingBlocks.Refusal refusal) throws Exception {
    try (Simulator simulator = CompatConfiguration.simulator()) {
      final Map<String, String> environment = environment(simulator, refusal.client());
      assertThat(problems(environment)).as("with the block as it is written").isEmpty();
      environment.put(refusal.variable(), refusal.value());
      assertThat(problems(environment)).containsExactly(refusal.error());
    }
  }

  @Test
  void page_has_a_refusal_for_each_client_that_names_its_connector() {
    assertThat(refusals().stream().map(MigratingBlocks.Refusal::client))
        .contains("genesyspay", "generic", "flask");
  }

  private PayNode start(Simulator simulator, String client, Map<String, String> more) {
    try {
      final Map<String, String> environment = environment(simulator, client);
      environment.putAll(more);
      final Settings settings = new Settings(environment, Optional.empty());
      final Optional<ServeOptions> options = ServeOptions.from(settings);
      assertThat(settings.problems()).isEmpty();
      return PayNode.start(options.orElseThrow());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// The environment in which a reader's `./agentpay serve` would start, plus what this machine
  /// needs: Twilio is a simulator, and the port and the data folder are free.
  private Map<String, String> environment(Simulator simulator, String client) throws Exception {
    final Map<String, String> environment =
        MigratingBlocks.PAGE.environment(client, CompatConfiguration.hash(), folder);
    environment.put("TWILIO_BASE_URL", simulator.baseUri().toString());
    environment.put("AGENTPAY_PORT", "0");
    environment.put("AGENTPAY_DATA", folder.resolve("data").toString());
    return environment;
  }

  private static List<String> problems(Map<String, String> environment) {
    final Settings settings = new Settings(environment, Optional.empty());
    ServeOptions.from(settings);
    return settings.problems();
  }

  private static String startCapture(PayNode node, String token, String connector) {
    return ask(
            node,
            "POST",
            "/startCapture",
            CompatServer.bearer(token),
            "{\"callSid\":\"%s\",\"PaymentConnector\":\"%s\"}".formatted(CALL, connector))
        .body();
  }

  private static HttpResponse<String> login(PayNode node, String agent) {
    return ask(node, "GET", "/loginMock", basic(agent), "");
  }

  private static Map<String, String> basic(String agent) {
    return CompatServer.basic(agent, CompatConfiguration.PASSWORD);
  }

  private static String token(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return CompatServer.json(answer).asString();
  }

  private static HttpResponse<String> ask(
      PayNode node, String method, String path, Map<String, String> headers, String body) {
    final Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return CompatServer.send(node.baseUri(), method, path, all, body);
  }
}
