package dev.agentpay.twilio.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentpay.twilio.webhook.Form;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A fake of Twilio Sync's REST API as documented, as far as we use it: services, maps with items,
/// documents. Names and keys are decoded before lookup.
public final class LoopbackSync implements AutoCloseable {
  public static final String SERVICE = "IS" + "1".repeat(32);
  public static final String MAP = "MP" + "2".repeat(32);
  public static final String DOCUMENT = "ET" + "3".repeat(32);

  /// An answer to give instead of the normal one.
  record Instead(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final List<String> requests = new ArrayList<>();
  private final Deque<Instead> instead = new ArrayDeque<>();
  private final Deque<Runnable> before = new ArrayDeque<>();

  /// Friendly names of services by sid; data by map and key; data by name of document.
  public final Map<String, String> services = new LinkedHashMap<>();

  public final Map<String, Map<String, String>> maps = new LinkedHashMap<>();
  public final Map<String, String> documents = new LinkedHashMap<>();

  /// Parameters of the last request.
  public Form received = Form.EMPTY;

  /// The webhook of our own service; empty if it has none.
  public String webhook = "";

  /// HTTP status for a name that is taken; not documented by Twilio.
  public int conflict = 409;

  public LoopbackSync() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    services.put(SERVICE, "pay");
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Methods and paths; without `/v1/Services/{sid}` for our own service.
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /// Gives this answer to the next request.
  public synchronized void nowAnswers(int status, String body, Map<String, String> headers) {
    instead.add(new Instead(status, body, headers));
  }

  /// Answers the next request normally, after running this.
  public synchronized void nowSees(Runnable happening) {
    before.add(happening);
  }

  private synchronized void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      final String path = exchange.getRequestURI().getRawPath();
      received = Form.parse(exchange.getRequestBody().readAllBytes());
      requests.add(exchange.getRequestMethod() + " " + path.replace("/v1/Services/" + SERVICE, ""));
      if (!instead.isEmpty()) {
        answer(exchange, instead.poll());
        return;
      }
      if (!before.isEmpty()) {
        before.poll().run();
      }
      answer(exchange, right(exchange.getRequestMethod(), parts(path)));
    }
  }

  private static String[] parts(String path) {
    final String[] parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = URI.create("x:/" + parts[i]).getPath().substring(1);
    }
    return parts;
  }

  private Instead right(String method, String[] path) {
    final boolean get = method.equals("GET");
    if (path.length == 2) {
      return get ? listed() : created(serviceOf(received.first("FriendlyName").orElseThrow()));
    }
    if (!services.containsKey(path[2])) {
      return error(404, 54050);
    }
    if (path.length == 3) {
      received.first("WebhookUrl").ifPresent(url -> webhook = url);
      return ok("{\"sid\":\"%s\",\"webhook_url\":\"%s\"}".formatted(path[2], webhook));
    }
    return switch (path[3]) {
      case "Maps" -> map(method, path);
      case "Documents" -> document(path);
      default -> error(404, 20404);
    };
  }

  private Instead listed() {
    final StringBuilder json = new StringBuilder();
    services.forEach(
        (sid, name) ->
            json.append(json.isEmpty() ? "" : ",")
                .append("{\"sid\":\"%s\",\"friendly_name\":\"%s\"}".formatted(sid, name)));
    return ok(services(json.toString(), "null"));
  }

  /// Returns a page of services. twilio-java reads the next page only if `meta` is complete.
  public static String services(String services, String nextPage) {
    return """
        {"services":[%s],"meta":{"key":"services","page":0,"page_size":100,
         "url":"https://sync.twilio.com/v1/Services?PageSize=100&Page=0",
         "first_page_url":"https://sync.twilio.com/v1/Services?PageSize=100&Page=0",
         "previous_page_url":null,"next_page_url":%s}}"""
        .formatted(services, nextPage);
  }

  private String serviceOf(String name) {
    final String sid = "IS" + "%032x".formatted(services.size() + 16);
    services.put(sid, name);
    return "{\"sid\":\"%s\",\"friendly_name\":\"%s\"}".formatted(sid, name);
  }

  private Instead map(String method, String[] path) {
    if (path.length == 4) {
      final String name = received.first("UniqueName").orElseThrow();
      return maps.putIfAbsent(name, new LinkedHashMap<>()) == null
          ? created("{\"sid\":\"%s\",\"unique_name\":\"%s\"}".formatted(MAP, name))
          : error(conflict, 54301);
    }
    final Map<String, String> items = maps.get(path[4]);
    if (items == null) {
      return error(404, 54200);
    }
    if (path.length == 7 && !method.equals("POST")) {
      return existing(method, items, path[6]);
    }
    if (method.equals("GET")) {
      return ok("{\"sid\":\"%s\"}".formatted(MAP));
    }
    final String data = received.first("Data").orElseThrow();
    if (path.length == 6) {
      final String key = received.first("Key").orElseThrow();
      return items.putIfAbsent(key, data) == null
          ? created(item(key, data))
          : error(conflict, 54208);
    }
    return items.replace(path[6], data) == null ? error(404, 54201) : ok(item(path[6], data));
  }

  private static Instead existing(String method, Map<String, String> items, String key) {
    final String data = method.equals("DELETE") ? items.remove(key) : items.get(key);
    if (data == null) {
      return error(404, 54201);
    }
    return method.equals("DELETE") ? new Instead(204, "", Map.of()) : ok(item(key, data));
  }

  private Instead document(String[] path) {
    final String data = received.first("Data").orElseThrow();
    final String json = "{\"sid\":\"%s\",\"data\":%s}".formatted(DOCUMENT, data);
    if (path.length == 4) {
      final String name = received.first("UniqueName").orElseThrow();
      return documents.putIfAbsent(name, data) == null ? created(json) : error(conflict, 54301);
    }
    return documents.replace(path[4], data) == null ? error(404, 54100) : ok(json);
  }

  private static String item(String key, String data) {
    return "{\"key\":\"%s\",\"revision\":\"0\",\"data\":%s,\"created_by\":\"system\"}"
        .formatted(key, data);
  }

  private static Instead ok(String json) {
    return new Instead(200, json, Map.of());
  }

  private static Instead created(String json) {
    return new Instead(201, json, Map.of("ETag", "0"));
  }

  static Instead error(int status, int code) {
    return new Instead(status, "{\"code\":%d,\"message\":\"no\"}".formatted(code), Map.of());
  }

  private static void answer(HttpExchange exchange, Instead answer) throws IOException {
    final byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
    answer.headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
