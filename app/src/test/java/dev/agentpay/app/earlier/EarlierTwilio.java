package dev.agentpay.app.earlier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.twilio.webhook.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A fake of Twilio and of the connector's ledger for [EarlierData], because the simulator knows
/// only calls that it started. Every call is in progress, every request is accepted and recorded,
/// and the ledger has a charge for every session.
final class EarlierTwilio implements AutoCloseable {
  static final String CHARGE = "ch_ledger";

  private static final Pattern CALL =
      Pattern.compile(".*/Calls/(CA[0-9a-f]{32})(/Payments(/PK[0-9a-f]{32})?)?[.]json");

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /// A received request.
  ///
  /// @param form the parameters in its body
  record Request(String method, String path, Map<String, String> form) {
    boolean isPost(String partOfPath) {
      return method.equals("POST") && path.contains(partOfPath);
    }

    String value(String name) {
      return form.getOrDefault(name, "");
    }
  }

  EarlierTwilio() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Returns the POST requests whose path contains this text, in order of arrival.
  List<Request> posted(String partOfPath) {
    return requests.stream().filter(request -> request.isPost(partOfPath)).toList();
  }

  /// Returns whether there was a request whose path contains this text.
  boolean received(String partOfPath) {
    return requests.stream().anyMatch(request -> request.path().contains(partOfPath));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      final Form form = Form.parse(exchange.getRequestBody().readAllBytes());
      final String path = exchange.getRequestURI().getPath();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path,
              form.parameters().stream()
                  .collect(
                      Collectors.toMap(
                          Form.Parameter::name, Form.Parameter::value, (first, _) -> first))));
      final byte[] body = body(path).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String body(String path) {
    final Matcher call = CALL.matcher(path);
    if (call.matches()) {
      return call.group(2) == null ? inProgress(call.group(1)) : payment(call);
    }
    if (path.startsWith("/ledger")) {
      return "{\"entries\":[{\"status\":\"CHARGED\",\"chargeId\":\"%s\"}]}".formatted(CHARGE);
    }
    // Used for the lists of a Sync service. Other requests ignore the body.
    return "{\"maps\":[],\"documents\":[],\"meta\":{\"key\":\"%s\"}}"
        .formatted(path.endsWith("/Maps") ? "maps" : "documents");
  }

  private static String inProgress(String call) {
    return "{\"sid\":\"%s\",\"status\":\"in-progress\",\"direction\":\"inbound\"}".formatted(call);
  }

  /// Returns a Payment. The sid of a new one has the hexadecimal digits of its call.
  private static String payment(Matcher call) {
    final String existing = call.group(3);
    final String sid = existing == null ? "PK" + call.group(1).substring(2) : existing.substring(1);
    return "{\"sid\":\"%s\"}".formatted(sid);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}
