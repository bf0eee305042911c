package dev.agentpay.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A small Stripe: keeps payment methods, intents, customers and setup intents, plays the published
/// test cards, stores answers by idempotency key, refuses what the published parameters do not
/// allow, and fails on request. Its behavior is our reading of Stripe's documentation.
///
/// @see <a href="https://docs.stripe.com/testing">Stripe: testing</a>
final class StripeStandIn implements AutoCloseable {
  static final String KEY = "sk_test_standin_0123456789";

  /// The published test cards that do not succeed, with their decline code.
  static final Map<String, String> DECLINED =
      Map.of(
          "4000000000000002", "generic_decline",
          "4000000000009995", "insufficient_funds",
          "4000000000009987", "lost_card",
          "4000000000009979", "stolen_card",
          "4000000000000069", "expired_card",
          "4000000000000127", "incorrect_cvc",
          "4000000000000119", "processing_error");

  /// A card with which the call succeeds, but not the address check.
  private static final String POSTAL_CODE_FAILS = "4000000000000036";

  /// What goes wrong with one call.
  enum Fault {
    /// The connection breaks before anything happens.
    CUT_BEFORE,
    /// The connection breaks after everything has happened.
    CUT_AFTER,
    /// The connection breaks, and everything happens only after the next look at an intent.
    LATE,
    /// Status 500; nothing happens. The answer is stored.
    ERROR_BEFORE,
    /// Status 500, although everything has happened. The answer is stored.
    ERROR_AFTER,
    /// Status 429; nothing happens. The answer is not stored.
    LIMITED,
    /// Status 200 and an empty body, after everything has happened.
    EMPTY,
    /// Status 200 and a page of HTML, after everything has happened.
    HTML,
    /// Status 401.
    UNAUTHORIZED,
    /// Status 400: the account may not send raw card numbers.
    RAW_CARDS_FORBIDDEN
  }

  /// Runs while a call fails.
  interface Killer {
    void run() throws InterruptedException;
  }

  private record Stored(Map<String, Object> form, int status, String body) {}

  /// One call that arrived.
  record Call(String operation, Map<String, Object> form, Optional<String> key) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final RequestSchemas schemas = new RequestSchemas();
  private final HttpServer server;
  private final Map<String, Stored> answers = new ConcurrentHashMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final Map<String, String> cards = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> intents = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private volatile Killer onFault = () -> {};
  private Runnable late = () -> {};
  private int ids;

  StripeStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Makes the next calls of an operation fail, such as `POST /v1/payment_intents/{id}/confirm`.
  void fail(String operation, Fault... kinds) {
    faults.computeIfAbsent(operation, _ -> new ArrayDeque<>()).addAll(List.of(kinds));
  }

  /// Runs this during the next call that fails, before the answer.
  void onFault(Killer killer) {
    onFault = killer;
  }

  /// Returns the calls so far, in order.
  List<Call> calls() {
    return calls;
  }

  /// Returns what was wrong with the requests so far.
  List<String> problems() {
    return problems;
  }

  /// Returns how many intents have moved money.
  long charged() {
    return intents.values().stream().filter(i -> i.get("status").equals("succeeded")).count();
  }

  /// Returns the status of the only intent.
  String onlyStatus() {
    if (intents.size() != 1) {
      throw new AssertionError("Expected one intent: " + intents.keySet());
    }
    return intents.values().iterator().next().get("status").toString();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      final String path = exchange.getRequestURI().getPath();
      final String operation =
          exchange.getRequestMethod() + " " + path.replaceFirst("^(/v1/[a-z_]+/)[^/]+", "$1{id}");
      final String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      final Map<String, Object> form = Form.read(body);
      final Optional<String> key =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
      calls.add(new Call(operation, form, key));
      check(exchange, operation, form, key);
      final Optional<Fault> fault = Optional.ofNullable(faults.get(operation)).map(Queue::poll);
      answer(exchange, operation, path, form, key, fault);
    }
  }

  private synchronized void answer(
      HttpExchange exchange,
      String operation,
      String path,
      Map<String, Object> form,
      Optional<String> key,
      Optional<Fault> fault)
      throws IOException {
    final Optional<Stored> earlier = key.map(answers::get);
    if (earlier.isPresent()) {
      if (!earlier.get().form().equals(form)) {
        send(exchange, 400, error("idempotency_error", "idempotency_error", null));
        return;
      }
      send(exchange, earlier.get().status(), earlier.get().body());
      return;
    }
    if (fault.isEmpty()) {
      final Stored result = carryOut(operation, path, form);
      key.ifPresent(k -> answers.put(k, result));
      send(exchange, result.status(), result.body());
      if (operation.startsWith("GET ")) {
        late.run();
        late = () -> {};
      }
      return;
    }
    try {
      onFault.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    switch (fault.get()) {
      case CUT_BEFORE -> {} // closing the exchange without an answer breaks the connection
      case CUT_AFTER -> {
        final Stored result = carryOut(operation, path, form);
        key.ifPresent(k -> answers.put(k, result));
      }
      case LATE -> late = () -> carryOut(operation, path, form);
      case ERROR_BEFORE, ERROR_AFTER -> {
        if (fault.get() == Fault.ERROR_AFTER) {
          carryOut(operation, path, form);
        }
        final Stored result = new Stored(form, 500, error("api_error", null, null));
        key.ifPresent(k -> answers.put(k, result));
        send(exchange, result.status(), result.body());
      }
      case LIMITED -> send(exchange, 429, error("invalid_request_error", "rate_limit", null));
      case EMPTY -> {
        final Stored result = carryOut(operation, path, form);
        key.ifPresent(k -> answers.put(k, result));
        send(exchange, 200, "");
      }
      case HTML -> {
        final Stored result = carryOut(operation, path, form);
        key.ifPresent(k -> answers.put(k, result));
        send(exchange, 200, "<html>a page of a proxy</html>");
      }
      case UNAUTHORIZED -> send(exchange, 401, error("invalid_request_error", null, null));
      case RAW_CARDS_FORBIDDEN ->
          send(exchange, 400, error("invalid_request_error", "raw_card_data_forbidden", null));
    }
  }

  private Stored carryOut(String operation, String path, Map<String, Object> form) {
    final Optional<String> invalid =
        operation.startsWith("POST ") ? schemas.problem(operation, form) : Optional.empty();
    if (invalid.isPresent()) {
      problems.add(operation + ": " + invalid.get());
      return new Stored(form, 400, error("invalid_request_error", "parameter_invalid", null));
    }
    final List<String> parts = List.of(path.split("/", -1));
    final String id = parts.size() > 3 ? parts.get(3) : "";
    return switch (operation) {
      case "POST /v1/payment_methods" -> paymentMethod(form);
      case "POST /v1/payment_intents" -> createIntent(form);
      case "POST /v1/payment_intents/{id}/confirm" -> confirm(form, id);
      case "POST /v1/payment_intents/{id}/cancel" -> cancel(form, id);
      case "GET /v1/payment_intents/{id}" -> new Stored(form, 200, json(intents.get(id)));
      case "POST /v1/customers" ->
          new Stored(form, 200, json(Map.of("id", newId("cus"), "object", "customer")));
      case "POST /v1/setup_intents" -> setupIntent(form);
      default -> throw new AssertionError(operation);
    };
  }

  private Stored paymentMethod(Map<String, Object> form) {
    final String number = Form.text(form, "card.number");
    if (number.equals("4242424242424241")) {
      return new Stored(form, 402, error("card_error", "incorrect_number", null));
    }
    final String id = newId("pm");
    cards.put(id, number);
    return new Stored(form, 200, json(Map.of("id", id, "object", "payment_method")));
  }

  private Stored createIntent(Map<String, Object> form) {
    final Map<String, Object> intent = new LinkedHashMap<>();
    intent.put("id", newId("pi"));
    intent.put("object", "payment_intent");
    intent.put("amount", Long.parseLong(Form.text(form, "amount")));
    intent.put("currency", Form.text(form, "currency"));
    intent.put("status", "requires_payment_method");
    intents.put(intent.get("id").toString(), intent);
    return new Stored(form, 200, json(intent));
  }

  private Stored confirm(Map<String, Object> form, String id) {
    final Map<String, Object> intent = intents.get(id);
    if (!intent.get("status").equals("requires_payment_method")) {
      return new Stored(
          form, 400, error("invalid_request_error", "payment_intent_unexpected_state", null));
    }
    if (!Form.text(form, "payment_method_options.card.moto").equals("true")) {
      problems.add("a telephone order must be marked as moto");
    }
    final String card = cards.getOrDefault(Form.text(form, "payment_method"), "");
    final Optional<String> declined = Optional.ofNullable(DECLINED.get(card));
    if (declined.isPresent()) {
      intent.put("last_payment_error", errorOf("card_error", "card_declined", declined.get()));
      return new Stored(form, 402, error("card_error", "card_declined", declined.get()));
    }
    intent.put("status", "succeeded");
    intent.put("latest_charge", charge(card));
    return new Stored(form, 200, json(intent));
  }

  private Stored cancel(Map<String, Object> form, String id) {
    final Map<String, Object> intent = intents.get(id);
    if (intent.get("status").equals("succeeded")) {
      return new Stored(
          form, 400, error("invalid_request_error", "payment_intent_unexpected_state", null));
    }
    intent.put("status", "canceled");
    return new Stored(form, 200, json(intent));
  }

  private Stored setupIntent(Map<String, Object> form) {
    final String card = cards.getOrDefault(Form.text(form, "payment_method"), "");
    final Optional<String> declined = Optional.ofNullable(DECLINED.get(card));
    if (declined.isPresent()) {
      return new Stored(form, 402, error("card_error", "card_declined", declined.get()));
    }
    return new Stored(
        form,
        200,
        json(Map.of("id", newId("seti"), "object", "setup_intent", "status", "succeeded")));
  }

  private Map<String, Object> charge(String card) {
    return Map.of(
        "id",
        newId("ch"),
        "object",
        "charge",
        "payment_method_details",
        Map.of(
            "type",
            "card",
            "card",
            Map.of(
                "checks",
                Map.of(
                    "cvc_check",
                    "pass",
                    "address_postal_code_check",
                    card.equals(POSTAL_CODE_FAILS) ? "fail" : "pass"))));
  }

  private void check(
      HttpExchange exchange, String operation, Map<String, Object> form, Optional<String> key) {
    if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      problems.add(operation + ": wrong key");
    }
    if (!schemas.apiVersion().equals(exchange.getRequestHeaders().getFirst("Stripe-Version"))) {
      problems.add(operation + ": other API version");
    }
    if (exchange.getRequestHeaders().containsKey("X-Stripe-Client-Telemetry")) {
      problems.add(operation + ": telemetry");
    }
    if (operation.startsWith("POST ") && !operation.endsWith("/cancel") && key.isEmpty()) {
      problems.add(operation + ": no idempotency key");
    }
    if (!operation.equals("POST /v1/payment_methods") && form.containsKey("card")) {
      problems.add(operation + ": has a card");
    }
  }

  private String newId(String prefix) {
    ids++;
    return "%s_%06d".formatted(prefix, ids);
  }

  private static String error(String type, @Nullable String code, @Nullable String declineCode) {
    return json(Map.of("error", errorOf(type, code, declineCode)));
  }

  private static Map<String, Object> errorOf(
      String type, @Nullable String code, @Nullable String declineCode) {
    final Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", "The message of Stripe.");
    if (code != null) {
      error.put("code", code);
    }
    if (declineCode != null) {
      error.put("decline_code", declineCode);
    }
    return error;
  }

  private static String json(Map<String, Object> object) {
    return JSON.writeValueAsString(object);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Request-Id", "req_standin");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
