package dev.agentpay.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.client.http.Backoff;
import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.Timeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/// A fake AgentPay server on a free port. Tests can inject faults.
final class FakeServer implements AutoCloseable {
  static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LWNsYWltcw.c2lnbmF0dXJl";

  record ReceivedRequest(
      String method, String path, String key, String authorization, String body) {}

  /// A wrong response to the next request.
  interface Fault {
    /// @param action carries out the request
    void answer(HttpExchange exchange, Action action) throws IOException;
  }

  interface Action {
    void run() throws IOException;
  }

  final FakeData data = new FakeData();
  final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  final Queue<Fault> streamFaults = new ConcurrentLinkedQueue<>();
  final List<String> requestedPositions = new CopyOnWriteArrayList<>();
  private final List<FakeStream> streams = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Optional<Random> chaos = Optional.empty();

  FakeServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// A client configuration with short pauses and timeouts.
  PayServer server() {
    return PayClient.connect(uri())
        .withTimeouts(
            new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5)))
        .withBackoff(new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new Random(1)));
  }

  PayClient alice() {
    return server().withToken(TOKEN);
  }

  /// From now on streams break at random bytes, repeat events and use random line endings.
  void breakStreams(Random random) {
    chaos = Optional.of(random);
  }

  void cutStreams() {
    streams.forEach(FakeStream::cut);
  }

  void sendRaw(String frames) {
    streams.forEach(stream -> stream.send(frames));
  }

  static Fault problem(int status, String type, Map<String, String> headers, String more) {
    return (exchange, action) -> {
      headers.forEach(exchange.getResponseHeaders()::add);
      exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
      final String body =
          "{\"type\":\"https://agentpay.dev/problems/%s\",\"title\":\"T\",\"status\":%d,\"detail\":\"because\"%s}"
              .formatted(type, status, more);
      bytes(exchange, status, body);
    };
  }

  static Fault problem(int status, String type) {
    return problem(status, type, Map.of(), "");
  }

  static Fault raw(int status, String contentType, String body) {
    return (exchange, action) -> {
      exchange.getResponseHeaders().add("Content-Type", contentType);
      bytes(exchange, status, body);
    };
  }

  /// Closes the connection without carrying out the request.
  static Fault hangUp() {
    return (exchange, action) -> exchange.close();
  }

  /// Does not respond until the test ends.
  static Fault stall() {
    return (exchange, action) -> {
      try {
        Thread.sleep(Duration.ofMinutes(1).toMillis()); // close() interrupts it
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /// Carries out the request and closes the connection before the response.
  static Fault loseResponse() {
    return (exchange, action) -> {
      action.run();
      breakOff(exchange);
    };
  }

  @Override
  public void close() {
    streams.forEach(FakeStream::cut);
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      final String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      final URI uri = exchange.getRequestURI();
      if (uri.getPath().equals("/api/events")) {
        stream(exchange);
        return;
      }
      final String key = header(exchange, "Idempotency-Key");
      requests.add(
          new ReceivedRequest(
              exchange.getRequestMethod(),
              uri.toString(),
              key,
              header(exchange, "Authorization"),
              body));
      final Fault fault = faults.poll();
      final FakeRoutes routes = new FakeRoutes(data);
      if (fault == null) {
        final FakeRoutes.Answer answer = routes.answer(exchange.getRequestMethod(), uri, key, body);
        exchange.getResponseHeaders().add("Content-Type", answer.contentType());
        bytes(exchange, answer.status(), answer.body());
      } else {
        fault.answer(exchange, () -> routes.answer(exchange.getRequestMethod(), uri, key, body));
      }
    } finally {
      exchange.close();
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    requests.add(
        new ReceivedRequest(
            "GET", exchange.getRequestURI().toString(), "", header(exchange, "Authorization"), ""));
    requestedPositions.add(header(exchange, "Last-Event-ID"));
    final Fault fault = streamFaults.poll();
    if (fault != null) {
      fault.answer(exchange, () -> {});
      return;
    }
    final FakeStream stream = new FakeStream(exchange, data, chaos);
    streams.add(stream);
    try {
      stream.run(header(exchange, "Last-Event-ID"));
    } finally {
      streams.remove(stream);
    }
  }

  static JsonNode json(String text) {
    return Wire.JSON.readTree(text);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static void bytes(HttpExchange exchange, int status, String body) throws IOException {
    final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /// Announces a body and sends none, so the JDK's server closes the connection.
  private static void breakOff(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.close();
  }
}
