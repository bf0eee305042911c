package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("turns a logger of the whole process up for a moment")
class OptionsTest {
  @TempDir Path folder;

  @Test
  void theSandboxNeedsNothingButAFolder() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder.resolve("new/one"));
    assertThat(options.problems()).isEmpty();
    try (Connector connector = Connector.start(options)) {
      assertThat(connector.baseUri().getHost()).isEqualTo("127.0.0.1");
      assertThat(connector.baseUri().getPort()).isPositive();
      assertThat(connector.connectorUri()).isEqualTo(connector.baseUri().resolve("/connector"));
    }
  }

  @Test
  void everyProblemIsToldAtOnceWithoutPasswords() throws IOException {
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
            "is not a folder",
            "host is blank",
            "port 70000",
            "twilioCredentials: the user",
            "twilioCredentials: the password needs 16",
            "ledgerCredentials: the user",
            "ledgerCredentials: the password needs 16",
            "holdFor PT3M",
            "sandboxDelay PT-1S")
        .message()
        .doesNotContain("hunter");
  }

  @Test
  void twilioAndTheServerNeedCredentialsOfTheirOwn() {
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
  void passwordsAreNotShown() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder).withTwilioCredentials(World.TWILIO);
    assertThat(options.toString()).contains("twilio:•••").doesNotContain(World.TWILIO.password());
  }

  @Test
  void randomCredentialsDiffer() {
    assertThat(Credentials.random("a")).isNotEqualTo(Credentials.random("a"));
  }

  @Test
  void twoConnectorsCannotShareAFolder() {
    ConnectorOptions options = ConnectorOptions.sandbox(folder);
    try (Connector _ = Connector.start(options)) {
      assertThatThrownBy(() -> Connector.start(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another connector uses the folder");
    }
    Connector.start(options).close();
  }

  @Test
  void aTakenPortIsSaidAndLeavesTheFolderFree() {
    ConnectorOptions second = ConnectorOptions.sandbox(folder.resolve("second"));
    try (Connector first = Connector.start(ConnectorOptions.sandbox(folder.resolve("first")))) {
      int taken = first.baseUri().getPort();
      assertThatThrownBy(() -> Connector.start(second.withPort(taken)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
    }
    Connector.start(second).close();
  }

  @Test
  void itDoesNotStartWhileJettyWouldLogWhatItReads() {
    var jetty = LogCapture.logger("org.eclipse.jetty");
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
