package dev.agentpay.app.check;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.agentpay.app.config.Key;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.tls.Certificate;
import dev.agentpay.server.options.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Whether the public URL leads to this server's port. If no server runs, a listener takes its
/// place for the time of the check. Asks from this machine, so a firewall that only Twilio meets
/// stays unnoticed.
final class PublicUrlCheck {
  private static final String SUBJECT = "public URL";

  /// The path that a running server answers to everybody.
  private static final String PATH = "/health/live";

  /// Twilio waits 15 s for an answer to a webhook. A server that idles answers within milliseconds.
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// How much of an answer is read, in bytes. A running server's has about 30.
  private static final int MAX_ANSWER = 1024;

  private final Settings settings;
  private final String publicUrl;
  private final ServerOptions server;

  private final Optional<Certificate> certificate;

  /// @param certificate of the server; empty if it answers plain HTTP
  PublicUrlCheck(
      Settings settings,
      String publicUrl,
      ServerOptions server,
      Optional<Certificate> certificate) {
    this.settings = settings;
    this.publicUrl = publicUrl;
    this.server = server;
    this.certificate = certificate;
  }

  void run(Consumer<Finding> findings) {
    final String answer = "agentpay-check-" + UUID.randomUUID();
    final Optional<HttpServer> standIn = listen(answer);
    try {
      findings.accept(ask(standIn.map(_ -> answer)));
    } finally {
      standIn.ifPresent(listener -> listener.stop(0));
    }
  }

  /// Listens in the place of the server; empty if its port is in use.
  private Optional<HttpServer> listen(String answer) {
    try {
      final HttpServer listener = open();
      final byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      listener.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      listener.start();
      return Optional.of(listener);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private HttpServer open() throws IOException {
    final InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    if (certificate.isEmpty()) {
      return HttpServer.create(address, 0);
    }
    final HttpsServer listener = HttpsServer.create(address, 0);
    listener.setHttpsConfigurator(new HttpsConfigurator(certificate.get().context()));
    return listener;
  }

  /// @param expected what the listener answers; empty if a running server is expected
  private Finding ask(Optional<String> expected) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      final HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(publicUrl + PATH)).timeout(TIMEOUT).build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
      return judge(response, expected);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem("the check was interrupted");
    } catch (SSLException e) {
      return problem(
          "the certificate of %s is not accepted (%s): Twilio refuses it too; install a valid one"
              .formatted(publicUrl, e.getMessage()));
    } catch (IOException e) {
      return problem(
          "%s cannot be reached from here: check its DNS entry and the proxy in front, or correct %s"
              .formatted(publicUrl, settings.nameOf(Key.PUBLIC_URL)));
    }
  }

  private Finding judge(HttpResponse<byte[]> response, Optional<String> expected) {
    final String body = new String(response.body(), StandardCharsets.UTF_8);
    final int status = response.statusCode();
    if (status >= 300 && status < 400) {
      return problem(
          "%s redirects to %s: set %s to the URL that answers itself, because Twilio's signatures cover it"
              .formatted(
                  publicUrl,
                  response.headers().firstValue("Location").orElse("another place"),
                  settings.nameOf(Key.PUBLIC_URL)));
    }
    final String local = server.host() + ":" + server.port();
    if (expected.isPresent()) {
      return status == 200 && body.equals(expected.get())
          ? Finding.ok(SUBJECT, "%s leads to %s".formatted(publicUrl, local))
          : problem(
              "%s leads elsewhere (HTTP %s), not to %s: correct the proxy, or %s"
                  .formatted(publicUrl, status, local, settings.nameOf(Key.PUBLIC_URL)));
    }
    return status == 200 && body.contains("\"status\":\"up\"")
        ? Finding.ok(SUBJECT, "%s leads to an AgentPay that runs".formatted(publicUrl))
        : problem(
            "%s leads to no AgentPay (HTTP %s), and another program uses %s: correct the proxy, %s or %s"
                .formatted(
                    publicUrl,
                    status,
                    local,
                    settings.nameOf(Key.PUBLIC_URL),
                    settings.nameOf(Key.PORT)));
  }

  private static Finding problem(String text) {
    return Finding.problem(SUBJECT, text);
  }
}
