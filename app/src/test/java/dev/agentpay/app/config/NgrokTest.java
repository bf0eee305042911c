package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gets the public URL from a fake ngrok agent.
class NgrokTest {
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private final AtomicReference<String> request = new AtomicReference<>("");
  private HttpServer agent;

  @BeforeEach
  void open() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/",
        exchange -> {
          try (exchange) {
            request.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            final byte[] bytes = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    agent.start();
  }

  @AfterEach
  void close() {
    agent.stop(0);
  }

  private URI agent() {
    return URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
  }

  private static String tunnels(String... tunnels) {
    return "{\"tunnels\":[%s],\"uri\":\"/api/tunnels\"}".formatted(String.join(",", tunnels));
  }

  private static String tunnel(String url, String address) {
    return "{\"name\":\"one\",\"public_url\":\"%s\",\"proto\":\"%s\",\"config\":{\"addr\":\"%s\"}}"
        .formatted(url, url.substring(0, url.indexOf(':')), address);
  }

  private Settings resolved(String... more) {
    final String[] all = new String[more.length + 2];
    System.arraycopy(more, 0, all, 2, more.length);
    all[0] = "AGENTPAY_PUBLIC_URL";
    all[1] = "ngrok";
    final Settings settings = CallSettings.settings(all);
    Ngrok.resolve(settings, agent());
    return settings;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9000",
        "http://127.0.0.1:9000/",
        "localhost:9000",
        "https://localhost:9000",
        "9000"
      })
  void uses_the_tunnel_to_our_port(String address) {
    answer.set(
        tunnels(
            tunnel("https://other.ngrok.app", "http://localhost:8080"),
            tunnel("tcp://1.tcp.ngrok.io:1234", address),
            tunnel("http://mine.ngrok.app", address),
            tunnel("https://mine.ngrok.app", address)));
    final Settings settings = resolved("AGENTPAY_PORT", "9000");
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.text(Key.PUBLIC_URL)).isEqualTo("https://mine.ngrok.app");
    assertThat(request.get()).isEqualTo("GET /api/tunnels");
    final ServeOptions options = ServeOptions.from(settings).orElseThrow();
    assertThat(options.twilio().publicUrl()).isEqualTo("https://mine.ngrok.app");
    assertThat(options.server().publicUrl()).contains("https://mine.ngrok.app");
  }

  @Test
  void reports_how_to_open_a_missing_tunnel() {
    for (String response :
        List.of(
            tunnels(),
            tunnels(tunnel("https://other.ngrok.app", "http://localhost:90000")),
            tunnels(tunnel("https://other.ngrok.app", "http://localhost:19000")),
            tunnels(tunnel("http://mine.ngrok.app", "http://localhost:9000")),
            "{}",
            "[]",
            "{\"tunnels\":[{\"public_url\":\"https://mine.ngrok.app\"}]}")) {
      answer.set(response);
      assertThat(resolved("AGENTPAY_PORT", "9000").problems())
          .as(response)
          .containsExactly(
              "AGENTPAY_PUBLIC_URL is ngrok, but no https tunnel leads to port 9000:"
                  + " run ngrok http 9000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>this is no ngrok</html>", "{\"tunnels\":", "not json"})
  void rejects_a_response_that_is_not_json(String other) {
    answer.set(other);
    assertNoAgent(resolved(), agent());
  }

  @Test
  void reports_that_no_agent_is_running() throws IOException {
    final Settings settings = CallSettings.settings("AGENTPAY_PUBLIC_URL", "ngrok");
    final URI unused;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    Ngrok.resolve(settings, unused);
    assertNoAgent(settings, unused);
    assertThat(ServeOptions.from(settings)).isEmpty();
  }

  private static void assertNoAgent(Settings settings, URI asked) {
    assertThat(settings.problems())
        .containsExactly(
            "AGENTPAY_PUBLIC_URL is ngrok, but no ngrok agent answers at %s: run".formatted(asked)
                + " ngrok http 8080");
  }

  @Test
  void sends_no_request_for_a_configured_url() {
    final Settings settings = CallSettings.settings();
    Ngrok.resolve(settings, agent());
    assertThat(request.get()).isEmpty();
    assertThat(settings.text(Key.PUBLIC_URL)).isEqualTo("https://pay.example.com");
  }
}
