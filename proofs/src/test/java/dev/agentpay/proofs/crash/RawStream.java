package dev.agentpay.proofs.crash;

import dev.agentpay.app.support.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A supervisor's stream, read without a client library, which would hide a repeated event: what
/// the server sends is what is heard. Comes back at once, by `Last-Event-ID`.
final class RawStream implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final StreamHistory heard = new StreamHistory();
  private final AtomicBoolean reading = new AtomicBoolean(true);
  private final URI server;
  private final String token;
  private String position = "";
  private final AtomicInteger snapshots = new AtomicInteger();
  private volatile Instant connected = Instant.EPOCH;

  RawStream(URI server, String name, String password) {
    this.server = server;
    token = signIn(name, password);
    Thread.ofVirtual().name("raw-stream").start(this::read);
  }

  StreamHistory heard() {
    return heard;
  }

  /// How often it began anew; more than once means that a position was not taken.
  int snapshots() {
    return snapshots.get();
  }

  /// When it last began to hear something.
  Instant connected() {
    return connected;
  }

  @Override
  public void close() {
    reading.set(false);
    http.shutdownNow();
  }

  private void read() {
    while (reading.get()) {
      try {
        final HttpRequest.Builder request =
            HttpRequest.newBuilder(server.resolve("/api/events"))
                .header("Authorization", "Bearer " + token);
        if (!position.isEmpty()) {
          request.header("Last-Event-ID", position);
        }
        final HttpResponse<Stream<String>> response =
            http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
          frames(lines.iterator());
        }
      } catch (IOException | UncheckedIOException e) {
        Pause.of(GLANCE); // the server is down; it comes back
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void frames(Iterator<String> lines) {
    boolean first = true;
    String id = "";
    String event = "";
    String data = "";
    while (lines.hasNext()) {
      final String line = lines.next();
      if (first) {
        connected = Instant.now();
        first = false;
      }
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        take(event, data);
        position = id.isEmpty() ? position : id;
        id = "";
        event = "";
        data = "";
      }
    }
  }

  private void take(String event, String data) {
    switch (event) {
      case "snapshot" -> snapshots.incrementAndGet();
      case "pay-session" -> {
        final JsonNode told = JSON.readTree(data);
        heard.event(
            told.path("stream").asString(""),
            told.path("number").asLong(),
            told.path("type").asString(""));
      }
      default -> {} // digits, calls and agents are not counted
    }
  }

  private String signIn(String name, String password) {
    final HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("name", name, "password", password))))
            .build();
    try {
      final String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JSON.readTree(answer).path("token").asString("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
