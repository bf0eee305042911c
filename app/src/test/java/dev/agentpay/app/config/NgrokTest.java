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

/// Our public address, asked of an ngrok agent: a stand-in that answers as its API does.
class NgrokTest {
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private HttpServer agent;

  @BeforeEach
  void open() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
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
  void the_tunnel_that_leads_to_our_port_is_taken(String address) {
    answer.set(
        tunnels(
            tunnel("https://other.ngrok.app", "http://localhost:8080"),
            tunnel("tcp://1.tcp.ngrok.io:1234", address),
            tunnel("http://mine.ngrok.app", address),
            tunnel("https://mine.ngrok.app", address)));
    final Settings settings = resolved("AGENTPAY_PORT", "9000");
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.text(Key.PUBLIC_URL)).isEqualTo("https://mine.ngrok.app");
    assertThat(asked.get()).isEqualTo("GET /api/tunnels");
    final ServeOptions options = ServeOptions.from(settings).orElseThrow();
    assertThat(options.twilio().publicUrl()).isEqualTo("https://mine.ngrok.app");
    assertThat(options.server().publicUrl()).contains("https://mine.ngrok.app");
  }

  @Test
  void without_such_a_tunnel_it_is_told_how_to_open_one() {
    for (String none :
        List.of(
            tunnels(),
            tunnels(tunnel("https://other.ngrok.app", "http://localhost:90000")),
            tunnels(tunnel("https://other.ngrok.app", "http://localhost:19000")),
            tunnels(tunnel("http://mine.ngrok.app", "http://localhost:9000")),
            "{}",
            "[]",
            "{\"tunnels\":[{\"public_url\":\"https://mine.ngrok.app\"}]}")) {
      answer.set(none);
      assertThat(resolved("AGENTPAY_PORT", "9000").problems())
          .as(none)
          .containsExactly(
              "AGENTPAY_PUBLIC_URL (public-url) is ngrok, and no https tunnel leads to port 9000;"
                  + " run: ngrok http 9000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>this is no ngrok</html>", "{\"tunnels\":", "not json"})
  void an_answer_that_is_not_json_is_no_agents(String other) {
    answer.set(other);
    noAgentAnswers(resolved(), agent());
  }

  @Test
  void with_nobody_there_it_is_told_too() throws IOException {
    final Settings settings = CallSettings.settings("AGENTPAY_PUBLIC_URL", "ngrok");
    final URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    Ngrok.resolve(settings, nobody);
    noAgentAnswers(settings, nobody);
    assertThat(ServeOptions.from(settings)).isEmpty();
  }

  private static void noAgentAnswers(Settings settings, URI asked) {
    assertThat(settings.problems())
        .containsExactly(
            "AGENTPAY_PUBLIC_URL (public-url) is ngrok, and no ngrok agent answers at %s; run: ngrok http 8080"
                .formatted(asked));
  }

  @Test
  void an_address_that_is_one_asks_nobody() {
    final Settings settings = CallSettings.settings();
    Ngrok.resolve(settings, agent());
    assertThat(asked.get()).isEmpty();
    assertThat(settings.text(Key.PUBLIC_URL)).isEqualTo("https://pay.example.com");
  }
}
