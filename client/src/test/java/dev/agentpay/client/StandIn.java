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

/// A server on a free port that speaks the API, and fails as it is told to.
final class StandIn implements AutoCloseable {
  static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LWNsYWltcw.c2lnbmF0dXJl";

  record Seen(String method, String path, String key, String authorization, String body) {}

  /// How the next request is not answered properly.
  interface Fault {
    /// @param carryOut does what the request asks for
    void answer(HttpExchange exchange, Action carryOut) throws IOException;
  }

  interface Action {
    void run() throws IOException;
  }

  final World world = new World();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  final Queue<Fault> streamFaults = new ConcurrentLinkedQueue<>();
  final List<String> positionsAsked = new CopyOnWriteArrayList<>();
  private final List<StandInStream> streams = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Optional<Random> chaos = Optional.empty();

  StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// Pauses too short to be noticed, and time-outs that a test can wait for.
  PayServer server() {
    return PayClient.connect(uri())
        .within(
            new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5)))
        .pausing(new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), new Random(1)));
  }

  PayClient alice() {
    return server().withToken(TOKEN);
  }

  /// From now on streams break at random bytes, tell things twice, and cut their lines otherwise.
  void breakStreams(Random random) {
    chaos = Optional.of(random);
  }

  void cutStreams() {
    streams.forEach(StandInStream::cut);
  }

  void sendRaw(String frames) {
    streams.forEach(stream -> stream.send(frames));
  }

  static Fault problem(int status, String type, Map<String, String> headers, String more) {
    return (exchange, carryOut) -> {
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
    return (exchange, carryOut) -> {
      exchange.getResponseHeaders().add("Content-Type", contentType);
      bytes(exchange, status, body);
    };
  }

  /// Does nothing and hangs up.
  static Fault hangUp() {
    return (exchange, carryOut) -> exchange.close();
  }

  /// Does nothing, and says nothing until the test is over.
  static Fault stall() {
    return (exchange, carryOut) -> {
      try {
        Thread.sleep(Duration.ofMinutes(1).toMillis()); // ended by close
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /// Does it, and hangs up before the answer is there.
  static Fault loseAnswer() {
    return (exchange, carryOut) -> {
      carryOut.run();
      breakOff(exchange);
    };
  }

  @Override
  public void close() {
    streams.forEach(StandInStream::cut);
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
      seen.add(
          new Seen(
              exchange.getRequestMethod(),
              uri.toString(),
              key,
              header(exchange, "Authorization"),
              body));
      final Fault fault = faults.poll();
      final Routes routes = new Routes(world);
      if (fault == null) {
        final Routes.Answer answer = routes.answer(exchange.getRequestMethod(), uri, key, body);
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
    seen.add(
        new Seen(
            "GET", exchange.getRequestURI().toString(), "", header(exchange, "Authorization"), ""));
    positionsAsked.add(header(exchange, "Last-Event-ID"));
    final Fault fault = streamFaults.poll();
    if (fault != null) {
      fault.answer(exchange, () -> {});
      return;
    }
    final StandInStream stream = new StandInStream(exchange, world, chaos);
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

  /// Promises a body and sends none: the JDK's server then drops the connection.
  private static void breakOff(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.close();
  }
}
