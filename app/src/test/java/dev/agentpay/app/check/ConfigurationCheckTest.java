package dev.agentpay.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.FreePort;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.node.Storage;
import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.app.tls.TestCertificate;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.connector.Credentials;
import dev.agentpay.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each thing that a configuration names, right and wrong, with a real simulator and connector.
class ConfigurationCheckTest {
  private static final Credentials LEDGER = Credentials.random("ledger");

  @TempDir private static Path connectorData;
  private static Simulator simulator;
  private static Connector connector;

  @TempDir private Path data;
  private int port;
  private HttpServer elsewhere;

  @BeforeAll
  static void startBoth() {
    simulator = Simulator.start(DemoWorld.simulatorAccount().withPort(0));
    connector =
        Connector.start(
            ConnectorOptions.sandbox(connectorData).withPort(0).withLedgerCredentials(LEDGER));
  }

  @AfterAll
  static void stopBoth() {
    connector.close();
    simulator.close();
  }

  @BeforeEach
  void openElsewhere() throws IOException {
    port = FreePort.choose();
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.start();
  }

  @AfterEach
  void closeElsewhere() {
    elsewhere.stop(0);
  }

  private Settings settings(String... more) {
    return CallSettings.settings(
        Stream.concat(
                Stream.of(
                    "TWILIO_ACCOUNT_SID", simulator.accountSid(),
                    "TWILIO_AUTH_TOKEN", simulator.authToken(),
                    "TWILIO_API_KEY", simulator.apiKeySid(),
                    "TWILIO_API_SECRET", simulator.apiKeySecret(),
                    "TWILIO_BASE_URL", simulator.baseUri().toString(),
                    "AGENTPAY_PUBLIC_URL", "http://127.0.0.1:" + port,
                    "AGENTPAY_PORT", String.valueOf(port),
                    "AGENTPAY_DATA", data.toString(),
                    "AGENTPAY_CONNECTORS", "Default=ours",
                    "AGENTPAY_LEDGER_URL", connector.baseUri() + "/connector/ledger",
                    "AGENTPAY_LEDGER_USER", LEDGER.user(),
                    "AGENTPAY_LEDGER_PASSWORD", LEDGER.password()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<Finding> check(String... more) {
    final List<Finding> findings = new ArrayList<>();
    ConfigurationCheck.run(settings(more), findings::add);
    return findings;
  }

  /// Returns the only finding that is not OK.
  private Finding onlyTrouble(String... more) {
    final List<Finding> troubles =
        check(more).stream().filter(f -> f.level() != Finding.Level.OK).toList();
    assertThat(troubles).hasSize(1);
    return troubles.getFirst();
  }

  private String onlyProblem(String... more) {
    final Finding trouble = onlyTrouble(more);
    assertThat(trouble.level()).isEqualTo(Finding.Level.PROBLEM);
    return trouble.subject() + ": " + trouble.text();
  }

  @Test
  void everything_is_right() {
    assertThat(check())
        .extracting(Finding::subject)
        .containsExactly(
            "configuration",
            "store",
            "ledger",
            "Twilio API key",
            "Twilio auth token",
            "public URL");
    assertThat(check()).extracting(Finding::level).containsOnly(Finding.Level.OK);
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void a_running_server_is_recognized() {
    final ServeOptions options = ServeOptions.from(settings()).orElseThrow();
    try (PayNode _ = PayNode.start(options)) {
      assertThat(check()).extracting(Finding::level).containsOnly(Finding.Level.OK).hasSize(6);
      assertThat(check())
          .anyMatch(f -> f.text().endsWith("is in use by an AgentPay that runs"))
          .anyMatch(f -> f.text().endsWith("leads to an AgentPay that runs"));
    }
    assertThat(check()).anyMatch(f -> f.text().endsWith("agentpay.db can be opened"));
  }

  @Test
  void invalid_settings_are_the_only_findings() {
    assertThat(check("AGENTPAY_SWEEP", "soon", "AGENTPAY_CURRENCY", "XTS"))
        .extracting(Finding::level)
        .containsExactly(Finding.Level.PROBLEM, Finding.Level.PROBLEM);
  }

  @Test
  void a_hosted_connector_without_a_vendor_is_a_warning() {
    assertThat(onlyTrouble("AGENTPAY_CONNECTORS", "Default=ours,card=hosted").line())
        .startsWith("warning")
        .contains("connector card", "configure card=hosted:VENDOR");
  }

  @Test
  void twilio_refuses_a_wrong_api_secret() {
    assertThat(onlyProblem("TWILIO_API_SECRET", "x".repeat(32)))
        .isEqualTo(
            "Twilio API key: Twilio refuses it: check TWILIO_ACCOUNT_SID, TWILIO_API_KEY and"
                + " TWILIO_API_SECRET");
  }

  @Test
  void twilio_refuses_a_wrong_auth_token() {
    assertThat(onlyProblem("TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdee"))
        .startsWith("Twilio auth token: Twilio refuses it")
        .contains("copy TWILIO_AUTH_TOKEN");
    assertThat(onlyProblem("TWILIO_SECONDARY_AUTH_TOKEN", "0123456789abcdef0123456789abcdee"))
        .startsWith("second auth token: Twilio refuses it")
        .contains("copy TWILIO_SECONDARY_AUTH_TOKEN");
  }

  @Test
  void twilio_cannot_be_reached() {
    assertThat(onlyProblem("TWILIO_BASE_URL", "http://127.0.0.1:" + FreePort.choose()))
        .startsWith("Twilio API key: Twilio did not answer: ConnectException")
        .endsWith("check the network, and TWILIO_BASE_URL if it is set");
  }

  @Test
  void the_ledger_is_down_or_refuses_the_password() {
    assertThat(
            onlyProblem(
                "AGENTPAY_LEDGER_URL",
                "http://127.0.0.1:%s/connector/ledger".formatted(FreePort.choose())))
        .startsWith("ledger: nothing listens at http://127.0.0.1:")
        .endsWith("start the connector, or correct AGENTPAY_LEDGER_URL");
    assertThat(onlyProblem("AGENTPAY_LEDGER_PASSWORD", "another word for the ledger"))
        .startsWith("ledger: the ledger answered HTTP 401: check")
        .contains("AGENTPAY_LEDGER_PASSWORD");
  }

  @Test
  void the_data_folder_cannot_be_used() throws IOException {
    final Path file = Files.writeString(data.resolve("file"), "");
    assertThat(onlyProblem("AGENTPAY_DATA", file.toString()))
        .isEqualTo("store: %s is not a folder: correct AGENTPAY_DATA".formatted(file));
    final Path folder = Files.createDirectory(data.resolve("damaged"));
    Files.writeString(folder.resolve(Storage.DATABASE), "this is no database, ".repeat(200));
    assertThat(onlyProblem("AGENTPAY_DATA", folder.toString()))
        .contains("is no database of AgentPay, or damaged");
  }

  @Test
  void another_version_has_written_the_store() throws SQLException {
    Storage.open(data, InstantSource.system()).close();
    change(
        "UPDATE flyway_schema_history SET version = '999' WHERE installed_rank ="
            + " (SELECT max(installed_rank) FROM flyway_schema_history)");
    assertThat(onlyProblem()).contains("was written by a newer AgentPay");
    change("DELETE FROM flyway_schema_history WHERE version = '999'");
    assertThat(onlyTrouble().line()).startsWith("warning").contains("make a copy first");
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve(Storage.DATABASE))) {
      connection.createStatement().executeUpdate(sql);
    }
  }

  @Test
  void the_public_url_leads_elsewhere() {
    final String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    assertThat(onlyProblem("AGENTPAY_PUBLIC_URL", url))
        .startsWith("public URL: %s leads elsewhere (HTTP 404)".formatted(url));
    elsewhere.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Location", "https://www.example.com/");
            exchange.sendResponseHeaders(301, -1);
          }
        });
    assertThat(onlyProblem("AGENTPAY_PUBLIC_URL", url))
        .startsWith("public URL: %s redirects to https://www.example.com/".formatted(url));
    elsewhere.stop(0);
    assertThat(onlyProblem("AGENTPAY_PUBLIC_URL", url))
        .startsWith("public URL: %s cannot be reached from here".formatted(url));
  }

  @Test
  void a_server_with_a_certificate_is_asked_by_tls() throws Exception {
    final CertificateFiles files = TestCertificate.valid(data).writeTo(data);
    final String url = "https://127.0.0.1:" + port;
    final String[] tls = {
      "AGENTPAY_PUBLIC_URL", url,
      "AGENTPAY_TLS_CERTIFICATE", files.certificate().toString(),
      "AGENTPAY_TLS_KEY", files.key().toString()
    };
    assertThat(check(tls))
        .anyMatch(f -> f.subject().equals("certificate") && f.text().startsWith("is valid until"));
    // No authority that this machine trusts has signed it.
    assertThat(onlyProblem(tls))
        .startsWith("public URL: the certificate of %s is not".formatted(url));
  }

  @Test
  void another_program_uses_the_port() {
    final int taken = elsewhere.getAddress().getPort();
    assertThat(
            onlyProblem(
                "AGENTPAY_PORT",
                String.valueOf(taken),
                "AGENTPAY_PUBLIC_URL",
                "http://127.0.0.1:" + taken))
        .contains("another program uses 127.0.0.1:" + taken);
  }
}
