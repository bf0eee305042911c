package dev.agentpay.app.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.app.config.CallSettings;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.connector.Connector;
import dev.agentpay.connector.ConnectorOptions;
import dev.agentpay.simulator.Simulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final String METRIC = "agentpay_certificate_expires_seconds ";

  @TempDir private Path folder;

  private static HttpResponse<String> get(TestCertificate trusted, URI uri) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(trusted.trusting()).build()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void reads_keys_of_each_kind(String algorithm) throws Exception {
    final CertificateFiles files =
        new TestCertificate(folder, "-keyalg", algorithm, "-validity", "30").writeTo(folder);
    assertThat(files.read(Instant.now()).expiresAt()).isAfter(Instant.now().plusSeconds(86_400));
  }

  @Test
  void server_answers_https_and_asks_browsers_to_stay_there() throws Exception {
    final TestCertificate certificate = TestCertificate.valid(folder);
    final CertificateFiles files = certificate.writeTo(folder);
    try (Simulator simulator = Simulator.start(DemoWorld.simulatorAccount().withPort(0));
        PayNode node =
            PayNode.start(
                CallSettings.options(
                    "TWILIO_BASE_URL", simulator.baseUri().toString(),
                    "AGENTPAY_PORT", "0",
                    "AGENTPAY_DATA", folder.resolve("data").toString(),
                    "AGENTPAY_TLS_CERTIFICATE", files.certificate().toString(),
                    "AGENTPAY_TLS_KEY", files.key().toString()))) {
      assertThat(node.baseUri().getScheme()).isEqualTo("https");
      final HttpResponse<String> live = get(certificate, node.baseUri().resolve("/health/live"));
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(live.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      final long expires = files.read(Instant.now()).expiresAt().getEpochSecond();
      final String metric =
          get(certificate, node.baseUri().resolve("/metrics"))
              .body()
              .lines()
              .filter(line -> line.startsWith(METRIC))
              .findFirst()
              .orElseThrow();
      assertThat(new BigDecimal(metric.substring(METRIC.length())))
          .isEqualByComparingTo(BigDecimal.valueOf(expires));
    }
  }

  @Test
  void renewed_certificate_is_used_without_a_restart() throws Exception {
    final TestCertificate old = TestCertificate.valid(folder);
    final TestCertificate renewed = TestCertificate.valid(folder);
    final CertificateFiles files = old.writeTo(folder);
    try (Tls tls = Tls.open(files, InstantSource.system());
        Connector connector =
            Connector.start(
                ConnectorOptions.sandbox(folder.resolve("ledger")), Optional.of(tls.factory()))) {
      final URI live = connector.baseUri().resolve("/health/live");
      assertThat(get(old, live).statusCode()).isEqualTo(200);

      Files.writeString(files.certificate(), "not a certificate");
      changed(files, 1);
      tls.reloadIfChanged();
      assertThat(get(old, live).statusCode()).as("a broken file").isEqualTo(200);

      renewed.writeTo(folder);
      changed(files, 2);
      tls.reloadIfChanged();
      assertThat(get(renewed, live).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(old, live)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  /// Gives the files another time, because two writes may have the same.
  private static void changed(CertificateFiles files, int seconds) throws IOException {
    Files.setLastModifiedTime(
        files.certificate(), FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  @Test
  void unusable_files_are_named_with_what_to_do() throws Exception {
    final CertificateFiles files = TestCertificate.valid(folder).writeTo(folder);
    final Path other = Files.createDirectory(folder.resolve("other"));
    final CertificateFiles others = TestCertificate.valid(other).writeTo(other);
    final Path missing = folder.resolve("missing.pem");
    final Path pkcs1 =
        Files.writeString(folder.resolve("pkcs1.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

    assertProblem(files.certificate(), others.key(), "does not belong to the certificate");
    assertProblem(files.certificate(), missing, "must be an existing file; got " + missing);
    assertProblem(missing, files.key(), "must be an existing file; got " + missing);
    assertProblem(files.certificate(), pkcs1, "openssl pkcs8 -topk8 -nocrypt");
    assertProblem(files.key(), files.key(), "must be a PEM file that begins with the server's");
    assertThatThrownBy(() -> files.read(Instant.now().plusSeconds(40L * 86_400)))
        .hasMessageStartingWith("has expired at")
        .hasMessageEndingWith("renew it");
    assertThatThrownBy(() -> files.read(Instant.EPOCH))
        .hasMessageStartingWith("is not valid before");
  }

  private static void assertProblem(Path certificate, Path key, String text) {
    assertThatThrownBy(() -> new CertificateFiles(certificate, key).read(Instant.now()))
        .isInstanceOf(InvalidCertificateException.class)
        .hasMessageContaining(text);
  }
}
