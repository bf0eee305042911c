package dev.agentpay.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fake server's data: calls, sessions and a log of their events.
final class FakeData {
  static final String NOW = "2026-01-31T12:00:00.123Z";

  /// One log entry; its position is its index + 1.
  record LogEntry(String kind, String key, long number, String type) {}

  private final Map<String, Map<String, Object>> sessions = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> calls = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> byKey = new HashMap<>();
  private final List<LogEntry> log = new ArrayList<>();
  private final Map<String, Object> me = new LinkedHashMap<>(Map.of("availability", "away"));

  synchronized void callArrives(String sid) {
    calls.put(
        sid,
        new LinkedHashMap<>(
            Map.of(
                "sid",
                sid,
                "from",
                "+15005550006",
                "to",
                "+15005550001",
                "state",
                "ringing",
                "agent",
                "alice",
                "startedAt",
                NOW,
                "version",
                0L)));
    append("call", sid, "agent-rung", Map.of());
  }

  synchronized Map<String, Object> claim(String sid) {
    append("call", sid, "call-claimed", Map.of("state", "answered"));
    return call(sid);
  }

  /// Starts a session, or returns the one that was started with this key.
  synchronized Map<String, Object> start(String key, Map<String, Object> request) {
    return byKey.computeIfAbsent(key, k -> begin("ps_" + (sessions.size() + 1), request));
  }

  private Map<String, Object> begin(String id, Map<String, Object> request) {
    final Map<String, Object> session = new LinkedHashMap<>();
    session.put("id", id);
    session.put("version", 0L);
    session.put("state", "opening");
    session.put("final", false);
    session.put("agent", "alice");
    session.put("call", ((Map<?, ?>) request.get("call")).get("sid"));
    session.put("currency", "USD");
    session.putAll(Map.of("description", "", "reference", "", "connector", "sandbox"));
    session.putAll(Map.of("tokenType", "reusable", "paymentMethod", "credit-card"));
    session.putAll(Map.of("advance", "server", "startedAt", NOW, "stateSince", NOW));
    session.put("captureOrder", List.of("payment-card-number", "expiration-date", "security-code"));
    session.put("fields", List.of(field("waiting", "")));
    session.put("alarm", false);
    request.forEach(
        (name, value) ->
            session.computeIfPresent(name, (n, old) -> name.equals("call") ? old : value));
    if (request.containsKey("amount")) {
      session.put("amount", request.get("amount"));
      session.put("total", request.get("amount"));
    }
    sessions.put(id, session);
    append("pay-session", id, "session-started", Map.of());
    return session;
  }

  static Map<String, Object> field(String state, String mask) {
    return Map.of("field", "payment-card-number", "state", state, "mask", mask, "rejections", 0);
  }

  /// Changes a session and logs an event.
  synchronized Map<String, Object> update(String id, String type, Map<String, Object> changes) {
    append("pay-session", id, type, changes);
    return session(id);
  }

  private void append(String kind, String key, String type, Map<String, Object> changes) {
    final Map<String, Object> item = (kind.equals("call") ? calls : sessions).get(key);
    item.putAll(changes);
    item.merge("version", 1L, (a, b) -> (long) a + (long) b);
    log.add(new LogEntry(kind, key, (long) item.get("version"), type));
    notifyAll();
  }

  synchronized Map<String, Object> session(String id) {
    return copy(sessions.get(id));
  }

  synchronized Map<String, Object> call(String sid) {
    return copy(calls.get(sid));
  }

  synchronized boolean has(String id) {
    return sessions.containsKey(id) || calls.containsKey(id);
  }

  synchronized List<Map<String, Object>> sessions() {
    return sessions.values().stream().map(FakeData::copy).toList();
  }

  synchronized List<Map<String, Object>> calls() {
    return calls.values().stream().map(FakeData::copy).toList();
  }

  synchronized Map<String, Object> me() {
    return Map.of(
        "user",
        Map.of("name", "alice", "role", "agent"),
        "agent",
        Map.of("name", "alice", "availability", me.get("availability"), "version", 3));
  }

  synchronized void availability(Object availability) {
    me.put("availability", availability);
  }

  synchronized List<LogEntry> log() {
    return List.copyOf(log);
  }

  /// Waits for log entries after this position; empty after the timeout.
  synchronized List<LogEntry> after(int position, long millis) throws InterruptedException {
    final long deadline = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (log.size() <= position && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return List.copyOf(log.subList(Math.min(position, log.size()), log.size()));
  }

  /// The API's JSON of an event, with the current state of its session or call.
  synchronized Map<String, Object> event(LogEntry logged) {
    final Map<String, Object> json = new LinkedHashMap<>();
    json.put("stream", logged.kind() + "/" + logged.key());
    json.put("number", logged.number());
    json.put("type", logged.type());
    json.put("at", NOW);
    json.put("actor", Map.of("role", "agent", "name", "alice", "shoeSize", 43));
    json.put("source", "127.0.0.1");
    json.put("cause", "POST /api/pay-sessions");
    json.put("event", Map.of("of", logged.key(), "attempt", 1));
    json.put(
        logged.kind().equals("call") ? "call" : "paySession",
        logged.kind().equals("call") ? call(logged.key()) : session(logged.key()));
    return json;
  }

  synchronized Map<String, Object> snapshot() {
    return Map.of("calls", calls(), "paySessions", sessions(), "me", me());
  }

  private static Map<String, Object> copy(Map<String, Object> item) {
    return new LinkedHashMap<>(item);
  }
}
