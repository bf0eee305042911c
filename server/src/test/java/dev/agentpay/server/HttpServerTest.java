package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
  @AutoClose private final World world = new World();

  @Test
  void an_unknown_path_is_not_repeated_in_the_problem() {
    final HttpAnswer answered = world.as("alice").get("/api/4111111111111111");
    assertThat(answered.status()).isEqualTo(404);
    assertThat(answered.problem()).isEqualTo("not-found");
    assertThat(answered.text()).doesNotContain("4111");
    assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void an_unsupported_method_gets_the_allowed_ones() {
    final HttpAnswer answered = world.as("alice").send("DELETE", "/api/pay-sessions", "");
    assertThat(answered.status()).isEqualTo(405);
    assertThat(answered.header("Allow").replace(" ", "").split(",", -1)).contains("GET", "POST");
  }

  @Test
  void answers_have_security_headers() {
    final HttpAnswer answered = world.as("alice").get("/api/me");
    assertThat(answered.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answered.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answered.header("Content-Type")).isEqualTo("application/json");
    assertThat(answered.header("Server")).isEmpty();
    assertThat(answered.header("Set-Cookie")).isEmpty();
    assertThat(answered.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(
            world
                .as("alice")
                .with("Origin", "https://elsewhere.example")
                .get("/api/me")
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void an_allowed_origin_may_call_the_api() {
    try (World open =
        new World(
            o ->
                new ServerOptions(
                    o.host(),
                    o.port(),
                    o.publicUrl(),
                    o.signIn(),
                    o.connectors(),
                    o.defaultConnector(),
                    o.defaultCurrency(),
                    o.trustedProxies(),
                    Set.of("https://desk.example"),
                    o.limits(),
                    o.desk(),
                    PaymentDefaults.DEFAULT))) {
      final Page desk = open.as("alice").with("Origin", "https://desk.example");
      assertThat(desk.get("/api/me").header("Access-Control-Allow-Origin"))
          .isEqualTo("https://desk.example");
      final HttpAnswer preflight =
          new Page(open.server.baseUri(), Optional.empty())
              .with("Origin", "https://desk.example")
              .with("Access-Control-Request-Method", "POST")
              .with("Access-Control-Request-Headers", "authorization,content-type")
              .send("OPTIONS", "/api/pay-sessions", "");
      assertThat(preflight.status()).isEqualTo(200);
      assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization");
      // The server's own pages send an Origin header too.
      assertThat(
              open.as("alice")
                  .with("Origin", open.server.baseUri().toString())
                  .get("/api/me")
                  .status())
          .isEqualTo(200);
      assertThat(
              open.as("alice")
                  .with("Origin", "https://evil.example")
                  .get("/api/me")
                  .header("Access-Control-Allow-Origin"))
          .isEmpty();
    }
  }

  @Test
  void answers_invalid_http_with_a_problem() throws IOException {
    final String broken = raw("GET / HTTP/1.1\r\nHost: x\r\n4111111111111111\r\n\r\n");
    assertThat(broken).startsWith("HTTP/1.1 400").doesNotContain("4111").doesNotContain("<");
    assertThat(broken).contains("application/problem+json", "problems/bad-request");
    final String tooLong = raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(tooLong).startsWith("HTTP/1.1 414").doesNotContain("aaaa").doesNotContain("<");
    final String headers =
        raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "b".repeat(20_000) + "\r\n\r\n");
    assertThat(headers).startsWith("HTTP/1.1 431").doesNotContain("bbbb").doesNotContain("<");
    final String ambiguous = raw("GET /api/%2e%2e/me HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(ambiguous)
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "problems/bad-request")
        .doesNotContain("<");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n\r\nX",
      })
  void a_malformed_body_is_a_bad_request(String rest) throws IOException {
    try (LogLines log = new LogLines()) {
      final String answer =
          raw("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("problems/bad-request");
      assertThat(log.lines()).noneMatch(line -> line.contains("POST /api/login failed"));
    }
  }

  @Test
  void a_client_that_hangs_up_early_causes_no_error() throws IOException {
    try (LogLines log = new LogLines()) {
      try (Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), world.server.baseUri().getPort())) {
        socket
            .getOutputStream()
            .write(
                "POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"name\":"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .anyMatch(line -> line.contains("refused POST /api/login: 400")));
      assertThat(log.lines()).noneMatch(line -> line.contains("POST /api/login failed"));
    }
  }

  @Test
  void names_a_bounded_number_of_unknown_properties() {
    final String body =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\"k%d\":1".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));

    final HttpAnswer answered = world.anyone().post("/api/login", body);

    assertThat(answered.status()).isEqualTo(400);
    assertThat(answered.text().length()).isLessThan(4_000);
    assertThat(answered.json().path("errors")).hasSize(20);
  }

  @Test
  void closes_a_connection_whose_request_head_takes_too_long() throws Exception {
    final Duration limit = Duration.ofMillis(300);
    try (World strict =
            new World(
                o ->
                    World.with(
                        o, new Limits(65_536, 100, 200, 50, Duration.ofSeconds(15), 100, limit)));
        Socket slow =
            new Socket(InetAddress.getLoopbackAddress(), strict.server.baseUri().getPort());
        Socket idle =
            new Socket(InetAddress.getLoopbackAddress(), strict.server.baseUri().getPort())) {
      final String request = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
      idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
      slow.setSoTimeout(20_000);

      assertThat(slow.getInputStream().read()).isEqualTo(-1);

      // A connection that is idle between requests stays open.
      idle.setSoTimeout(20_000);
      idle.getInputStream().read(new byte[2_000]);
      idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(idle.getInputStream().readNBytes(12))
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("HTTP/1.1 200");
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), world.server.baseUri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      final byte[] some = new byte[2_000];
      final int read = socket.getInputStream().read(some);
      return new String(some, 0, read, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void reports_liveness_and_readiness() {
    assertThat(world.anyone().get("/health/live").at("status")).isEqualTo("up");
    assertThat(world.anyone().get("/health/ready").at("checks.store")).isEqualTo("up");
    world.trouble.set(Optional.of("the disk is full"));
    final HttpAnswer down = world.anyone().get("/health/ready");
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.at("status")).isEqualTo("down");
    assertThat(down.at("checks.store")).isEqualTo("the disk is full");
    assertThat(world.anyone().send("HEAD", "/health/ready", "").status()).isEqualTo(503);
    assertThat(world.anyone().get("/health/live").status()).isEqualTo(200);
    world.trouble.set(Optional.empty());
    assertThat(world.anyone().send("HEAD", "/health/ready", "").status()).isEqualTo(200);
  }

  @Test
  void counts_requests_callbacks_ended_sessions_and_connections() {
    final String id = world.sessionOf("alice").at("id");
    world.as("alice").post("/api/pay-sessions/" + id + "/cancel", "");
    world.twilio().status(world, id, java.util.Map.of("Result", "caller-hung-up"));
    try (SseReader watching = SseReader.by(world.as("alice"))) {
      watching.next();
      await()
          .untilAsserted(
              () ->
                  assertThat(world.anyone().get("/metrics").text())
                      .contains("agentpay_streams_open 1.0")
                      .contains("agentpay_callbacks_total{kind=\"payment\",outcome=\"accepted\"}")
                      .contains("agentpay_sessions_ended_total{state=\"cancelled\"} 1.0")
                      .contains(
                          "agentpay_http_requests_seconds_count{method=\"POST\","
                              + "route=\"/api/pay-sessions/{id}/cancel\",status=\"2xx\"} 1"));
    }
  }
}
