package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("temporarily changes the level of a logger that all tests share")
class OptionsTest {
  @TempDir Path folder;

  @Test
  void sandbox_needs_only_a_folder() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder.resolve("new/one"));
    assertThat(options.problems()).isEmpty();
    try (Connector connector = Connector.start(options)) {
      assertThat(connector.baseUri().getHost()).isEqualTo("127.0.0.1");
      assertThat(connector.baseUri().getPort()).isPositive();
      assertThat(connector.connectorUri()).isEqualTo(connector.baseUri().resolve("/connector"));
    }
  }

  @Test
  void reports_all_problems_at_once_without_passwords() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    ConnectorOptions options =
        ConnectorOptions.sandbox(file)
            .withHost(" ")
            .withPort(70_000)
            .withTwilioCredentials(new Credentials("a:b", "hunter2"))
            .withLedgerCredentials(new Credentials("", "hunter3"))
            .withHoldFor(Duration.ofMinutes(3))
            .withSandboxDelay(Duration.ofSeconds(-1));
    assertThat(options.problems()).hasSize(9);
    assertThatThrownBy(() -> Connector.start(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "dataFolder must be a folder",
            "host must not be blank",
            "port must be 0 to 65535; got 70000",
            "twilioCredentials: the user",
            "twilioCredentials: the password must have at least 16",
            "ledgerCredentials: the user",
            "ledgerCredentials: the password must have at least 16",
            "holdFor must be above 0 s and at most 2 min; got PT3M",
            "sandboxDelay must not be negative; got PT-1S")
        .message()
        .doesNotContain("hunter");
  }

  @Test
  void refuses_passwords_that_can_be_guessed_with_any_processor() {
    final ConnectorOptions options =
        ConnectorOptions.sandbox(folder)
            .withProcessor(new ScriptedProcessor())
            .withTwilioCredentials(World.TWILIO, new Credentials("twilio", "changeme-by-friday"))
            .withLedgerCredentials(new Credentials("ledger", "p".repeat(16)));
    assertThat(options.problems())
        .hasSize(2)
        .satisfiesExactly(
            twilio ->
                assertThat(twilio)
                    .startsWith("twilioCredentials: the password can be guessed")
                    .doesNotContain("changeme-by"),
            ledger ->
                assertThat(ledger)
                    .startsWith("ledgerCredentials: the password can be guessed")
                    .doesNotContain("pppp"));
  }

  @Test
  void requires_separate_credentials_for_twilio_and_server() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder);
    assertThat(options.withTwilioCredentials(options.ledgerCredentials()).problems())
        .containsExactly("ledgerCredentials must not be one of twilioCredentials");
    assertThat(options.withTwilioCredentials().problems()).hasSize(1);
    assertThat(
            options
                .withProcessor(new ScriptedProcessor())
                .withSandboxDelay(Duration.ofSeconds(1))
                .problems())
        .hasSize(1);
  }

  @Test
  void to_string_hides_passwords() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder).withTwilioCredentials(World.TWILIO);
    assertThat(options.toString()).contains("twilio:•••").doesNotContain(World.TWILIO.password());
  }

  @Test
  void random_credentials_differ() {
    assertThat(Credentials.random("a")).isNotEqualTo(Credentials.random("a"));
  }

  @Test
  void refuses_a_folder_in_use_by_another_connector() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder);
    try (Connector _ = Connector.start(options)) {
      assertThatThrownBy(() -> Connector.start(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another connector uses the folder");
    }
    Connector.start(options).close();
  }

  @Test
  void reports_a_port_in_use_and_releases_the_folder() {
    ConnectorOptions second = ConnectorOptions.sandbox(folder.resolve("second"));
    try (Connector first = Connector.start(ConnectorOptions.sandbox(folder.resolve("first")))) {
      int taken = first.baseUri().getPort();
      assertThatThrownBy(() -> Connector.start(second.withPort(taken)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + taken);
    }
    Connector.start(second).close();
  }

  @Test
  void refuses_to_start_with_jetty_at_debug() {
    final Logger jetty = LogCapture.logger("org.eclipse.jetty");
    Level before = jetty.getLevel();
    jetty.setLevel(Level.DEBUG);
    try {
      assertThatThrownBy(() -> Connector.start(ConnectorOptions.sandbox(folder)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("set it to INFO");
    } finally {
      jetty.setLevel(before);
    }
  }
}
