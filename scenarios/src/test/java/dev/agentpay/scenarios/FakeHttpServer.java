package dev.agentpay.scenarios;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP server on a free port that gives prepared responses, in the place of the simulator or of
/// AgentPay.
public final class FakeHttpServer implements AutoCloseable {
  /// A request that arrived.
  ///
  /// @param line method and path with query, such as `GET /token`
  public record Request(String line, Map<String, List<String>> headers, String body) {
    /// The first value of this header; empty if there is none.
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /// A prepared response.
  public record Response(int status, Map<String, String> headers, String body) {}

  /// Decides the response to a request.
  public interface Handler {
    Response respond(Request request);
  }

  private final HttpServer server;
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public FakeHttpServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// Sets the handler of the requests with this line.
  public FakeHttpServer on(String line, Handler handler) {
    handlers.put(line, handler);
    return this;
  }

  /// Responds to the requests with this line with status 200 and this JSON.
  public FakeHttpServer on(String line, String json) {
    return on(line, _ -> new Response(200, Map.of("Content-Type", "application/json"), json));
  }

  /// All requests so far, in order.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    final String body =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    final Request request =
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            Map.copyOf(exchange.getRequestHeaders()),
            body);
    requests.add(request);
    final Response response =
        Optional.ofNullable(handlers.get(request.line()))
            .map(handler -> handler.respond(request))
            .orElseGet(() -> new Response(404, Map.of(), "{\"detail\":\"no such path\"}"));
    response.headers().forEach(exchange.getResponseHeaders()::add);
    final byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
