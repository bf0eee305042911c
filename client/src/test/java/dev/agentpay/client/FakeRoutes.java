package dev.agentpay.client;

import dev.agentpay.client.http.Wire;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The routes of the fake server.
record FakeRoutes(FakeData data) {
  record Answer(int status, String contentType, String body) {}

  @SuppressWarnings("unchecked")
  Answer answer(String method, URI uri, String key, String body) {
    final Map<String, Object> json =
        body.isEmpty() ? Map.of() : Wire.JSON.readValue(body, Map.class);
    final String[] path = uri.getPath().substring(1).split("/", -1);
    switch (method + " " + (path.length > 1 ? path[1] : "")) {
      case "POST login" -> {
        return json.get("password").equals("secret")
            ? ok(
                Map.of(
                    "token",
                    FakeServer.TOKEN,
                    "tokenType",
                    "Bearer",
                    "expiresAt",
                    FakeData.NOW,
                    "user",
                    Map.of("name", json.get("name"), "role", "agent")))
            : problem(401, "unauthorized");
      }
      case "GET me" -> {
        return ok(data.me());
      }
      case "PUT me" -> {
        data.availability(json.get("availability"));
        return ok(Map.of("name", "alice", "availability", json.get("availability")));
      }
      case "GET calls", "POST calls" -> {
        return calls(path);
      }
      case "GET pay-sessions", "POST pay-sessions" -> {
        return path.length == 2 && method.equals("GET")
            ? page(Optional.ofNullable(uri.getQuery()).orElse(""))
            : sessions(path, key, json);
      }
      default -> {
        return problem(404, "not-found");
      }
    }
  }

  private Answer calls(String[] path) {
    if (path.length == 2) {
      return ok(Map.of("calls", data.calls()));
    }
    if (!data.has(path[2])) {
      return problem(404, "unknown-call");
    }
    return ok(path.length == 3 ? data.call(path[2]) : data.claim(path[2]));
  }

  private Answer sessions(String[] path, String key, Map<String, Object> json) {
    if (path.length == 2) {
      return new Answer(
          201, "application/json", Wire.JSON.writeValueAsString(data.start(key, json)));
    }
    if (!data.has(path[2])) {
      return problem(404, "unknown-session");
    }
    if (path.length == 3) {
      return ok(data.session(path[2]));
    }
    return switch (path[3]) {
      case "events" ->
          ok(
              Map.of(
                  "events",
                  data.log().stream()
                      .filter(l -> l.key().equals(path[2]))
                      .map(data::event)
                      .toList()));
      case "captures" ->
          ok(
              data.update(
                  path[2],
                  "capture-requested",
                  Map.of("state", "capturing", "capturing", json.get("field"))));
      case "submit" -> ok(data.update(path[2], "submit-requested", Map.of("state", "completing")));
      case "cancel" ->
          ok(
              data.update(
                  path[2], "session-cancelled", Map.of("state", "cancelled", "final", true)));
      case "resolve" ->
          ok(
              data.update(
                  path[2],
                  "session-resolved",
                  Map.of(
                      "state",
                      json.get("end"),
                      "final",
                      true,
                      "outcome",
                      Map.of("token", json.get("evidence"), "text", json.get("reason")))));
      default -> problem(404, "not-found");
    };
  }

  /// A page of the sessions. Its cursor is the number of sessions before the next page.
  private Answer page(String query) {
    final List<Map<String, Object>> all = data.sessions();
    final int from = number(query, "cursor", 0);
    final int to = Math.min(all.size(), from + number(query, "limit", all.size()));
    final Map<String, Object> page = new HashMap<>(Map.of("paySessions", all.subList(from, to)));
    if (to < all.size()) {
      page.put("next", Integer.toString(to));
    }
    return ok(page);
  }

  private static int number(String query, String name, int fallback) {
    return Stream.of(query.split("&", -1))
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> Integer.parseInt(parameter.substring(name.length() + 1)))
        .findFirst()
        .orElse(fallback);
  }

  private static Answer ok(Object json) {
    return new Answer(200, "application/json", Wire.JSON.writeValueAsString(json));
  }

  private static Answer problem(int status, String type) {
    return new Answer(
        status,
        "application/problem+json",
        Wire.JSON.writeValueAsString(
            Map.of(
                "type",
                "https://agentpay.dev/problems/" + type,
                "status",
                status,
                "detail",
                "because",
                "errors",
                List.of())));
  }
}
