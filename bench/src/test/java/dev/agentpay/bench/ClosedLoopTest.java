package dev.agentpay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the load generator against a real server.
class ClosedLoopTest {
  private static final int CONNECTIONS = 4;
  private static final Duration BRIEFLY = Duration.ofMillis(50);

  private final AtomicInteger served = new AtomicInteger();
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health/live",
        exchange -> {
          try (exchange) {
            final byte[] body = "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8);
            served.incrementAndGet();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void counts_each_response_once() throws Exception {
    try (ClosedLoop loop = ClosedLoop.connect(uri(), CONNECTIONS)) {
      final int answers =
          loop.run(new HealthRequests(uri()), BRIEFLY).answers()
              + loop.run(new HealthRequests(uri()), BRIEFLY).answers();

      assertThat(answers).isEqualTo(served.get()).isGreaterThanOrEqualTo(2 * CONNECTIONS);
    }
  }

  @Test
  void fails_on_an_unexpected_status() throws Exception {
    status = 503;
    try (ClosedLoop loop = ClosedLoop.connect(uri(), CONNECTIONS)) {
      assertThatThrownBy(() -> loop.run(new HealthRequests(uri()), BRIEFLY))
          .hasMessageContaining("503");
    }
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
