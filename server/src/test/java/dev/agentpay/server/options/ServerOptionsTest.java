package dev.agentpay.server.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.User;
import dev.agentpay.auth.User.Role;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.server.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
  @Test
  void valid_options_have_no_problems() {
    assertThat(World.options().problems()).isEmpty();
  }

  @Test
  void reports_all_errors_at_once_without_secrets() {
    final ServerOptions options =
        new ServerOptions(
            " ",
            70_000,
            Optional.of("ftp://x/"),
            new SignInOptions(
                "short key",
                Duration.ofSeconds(1),
                List.of(
                    new User("alice", Role.AGENT, new User.Clear("")),
                    new User("alice", Role.AGENT, new User.Clear("pass word")),
                    new User("no good", Role.AGENT, new User.Hash("$2y$bcrypt")))),
            List.of(
                new ConnectorOption("a", ConnectorKind.UNKNOWN),
                new ConnectorOption("a", ConnectorKind.UNKNOWN)),
            "b",
            "XXQ",
            TrustedProxies.of(Set.of("proxy.example")),
            Set.of("desk.example"),
            new Limits(1, 0, 0, 1, Duration.ofMinutes(2), 0, Duration.ofSeconds(10)),
            new DeskOptions(Optional.empty(), new SoftphoneOptions.None(), true, Set.of("crm")),
            PaymentDefaults.DEFAULT);
    assertThat(options.problems())
        .extracting(problem -> problem.replaceFirst(":.*", ""))
        .containsExactly(
            "host",
            "port",
            "publicUrl",
            "tokenKey",
            "tokenLifetime",
            "users",
            "users",
            "users",
            "users",
            "connectors",
            "defaultConnector",
            "defaultCurrency",
            "trustedProxies",
            "allowedOrigins",
            "desk.frames",
            "limits.jsonBytes",
            "limits.streamsPerUser",
            "limits.streams",
            "limits.streamQueue",
            "limits.loginsPerMinute",
            "limits.heartbeat");
    assertThatThrownBy(options::checked)
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("port: must be between 0 and 65535; got 70000")
        .hasMessageNotContainingAny("short key", "pass word", "bcrypt");
    assertThat(options.toString()).doesNotContain("short key", "pass word", "bcrypt");
  }

  @Test
  void listening_on_all_addresses_requires_a_public_url() {
    final ServerOptions o = World.options();
    assertThat(
            new ServerOptions(
                    "0.0.0.0",
                    o.port(),
                    Optional.empty(),
                    o.signIn(),
                    o.connectors(),
                    o.defaultConnector(),
                    o.defaultCurrency(),
                    o.trustedProxies(),
                    o.allowedOrigins(),
                    o.limits(),
                    o.desk(),
                    PaymentDefaults.DEFAULT)
                .problems())
        .singleElement()
        .asString()
        .startsWith("publicUrl");
  }

  @Test
  void reports_fields_that_twilio_does_not_compare() {
    final PaymentDefaults defaults =
        new PaymentDefaults(10, List.of(), List.of("cvv", "bank-account-number", "postal-code"));
    assertThat(defaults.problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains("must contain only [payment-card-number,"))
        .anyMatch(problem -> problem.endsWith("got cvv"));
  }
}
