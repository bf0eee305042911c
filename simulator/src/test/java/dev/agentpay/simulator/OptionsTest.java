package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.options.ApplicationOptions;
import dev.agentpay.simulator.options.ConnectorOptions;
import dev.agentpay.simulator.options.Faults;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.options.Switches;
import dev.agentpay.simulator.options.SyncServiceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void reports_all_configuration_errors_together() {
    assertThatThrownBy(
            () ->
                new SimulatorOptions(
                    "127.0.0.1",
                    70_000,
                    "AC1",
                    " ",
                    "SK1",
                    "s",
                    List.of(
                        new NumberOptions("+1", "voice", Optional.of("x")),
                        new NumberOptions("+1", "http://a/v", Optional.empty())),
                    List.of(
                        ConnectorOptions.generic("a", "nowhere", "u:v", "p"),
                        ConnectorOptions.hosted("a")),
                    Switches.defaults(),
                    Faults.none(),
                    0,
                    OptionalLong.empty(),
                    Optional.empty(),
                    List.of(
                        new SipDomainOptions("Acme_x", "voice", Optional.empty()),
                        new SipDomainOptions("acme_x", "http://a/v", Optional.empty())),
                    List.of(" "),
                    Optional.of(new ApplicationOptions("AP1", "voice", Optional.of("x"))),
                    List.of(new SyncServiceOptions("IS1", ""), new SyncServiceOptions("IS1", ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .satisfies(message -> assertThat(message.split("\n", -1)).hasSize(22));
  }

  @Test
  void reads_options_from_maps() {
    final SimulatorOptions options =
        SimulatorOptions.of(
            Map.of(
                "port", 0,
                "timeScale", 0.1,
                "seed", 5,
                "switches", Map.of("hashTerminates", false),
                "faults", Map.of("webhooks", Map.of("drop", 0.1)),
                "numbers", List.of(Map.of("number", "+15550100", "voiceUrl", "http://a/voice")),
                "connectors",
                    List.of(
                        Map.of("name", "ours", "url", "http://a/pay", "user", "u", "password", "p"),
                        Map.of("name", "stripe", "kind", "HOSTED", "currencies", List.of("EUR")))));
    assertThat(options.port()).isZero();
    assertThat(options.seed()).hasValue(5);
    assertThat(options.switches().is(Switch.HASH_TERMINATES)).isFalse();
    assertThat(options.faults().webhooks().drop()).isEqualTo(0.1);
    assertThat(options.numbers().getFirst().statusCallbackUrl()).isEmpty();
    assertThat(options.connectors())
        .extracting(ConnectorOptions::name)
        .containsExactly("Default", "ours", "stripe");
    assertThat(options.connectors().getLast().currencies()).containsExactly("EUR");
    assertThat(options.accountSid()).isEqualTo(SimulatorOptions.demo().accountSid());
  }

  @Test
  void reports_every_problem_of_a_configuration_file() {
    assertThatThrownBy(
            () ->
                SimulatorOptions.of(
                    Map.of(
                        "prot", 1,
                        "numbers", List.of(Map.of("number", "+1", "voiceUrl", "voice"), "x"),
                        "connectors", List.of(Map.of("name", "a", "mode", "PLAY")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prot")
        .hasMessageContaining("voice URL of +1")
        .hasMessageContaining("each must be an object")
        .hasMessageContaining("mode")
        .hasMessageNotContaining("org.");
  }

  @Test
  void to_string_has_no_secrets() {
    final SimulatorOptions options =
        SimulatorOptions.demo().withConnector("ours", "http://a/pay", "user", "pass-1");
    assertThat(options.toString())
        .contains("ours")
        .doesNotContain("pass-1", options.authToken(), options.apiKeySecret());
  }

  @Test
  void starts_quickly() {
    Simulator.start(SimulatorOptions.demo().withPort(0)).close();
    long start = System.nanoTime();
    try (Simulator simulator = Simulator.start(SimulatorOptions.demo().withPort(0))) {
      assertThat(simulator.baseUri().toString()).startsWith("http://127.0.0.1:");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void a_taken_port_fails_at_start() {
    try (Simulator simulator = Simulator.start(SimulatorOptions.demo().withPort(0))) {
      assertThatThrownBy(
              () ->
                  Simulator.start(SimulatorOptions.demo().withPort(simulator.baseUri().getPort())))
          .hasMessageContaining("already in use");
    }
  }
}
