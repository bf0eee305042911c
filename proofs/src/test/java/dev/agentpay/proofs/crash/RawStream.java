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

/// Reads a supervisor's event stream without the client library, because that hides repeated
/// events. Reconnects at once with `Last-Event-ID`.
final class RawStream implements AutoCloseable {
  private static final Duration RECONNECT_DELAY = Duration.ofMillis(20);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private final StreamHistory history = new StreamHistory();
  private final AtomicBoolean isOpen = new AtomicBoolean(true);
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

  StreamHistory history() {
    return history;
  }

  /// The number of snapshots received; more than one means that the server rejected a position.
  int snapshots() {
    return snapshots.get();
  }

  /// When the first line of the latest connection arrived.
  Instant connected() {
    return connected;
  }

  @Override
  public void close() {
    isOpen.set(false);
    http.shutdownNow();
  }

  private void read() {
    while (isOpen.get()) {
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
          readFrames(lines.iterator());
        }
      } catch (IOException | UncheckedIOException e) {
        Pause.of(RECONNECT_DELAY); // the server is down until its restart
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void readFrames(Iterator<String> lines) {
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
        handle(event, data);
        position = id.isEmpty() ? position : id;
        id = "";
        event = "";
        data = "";
      }
    }
  }

  private void handle(String event, String data) {
    switch (event) {
      case "snapshot" -> snapshots.incrementAndGet();
      case "pay-session" -> {
        final JsonNode payload = JSON.readTree(data);
        history.add(
            payload.path("stream").asString(""),
            payload.path("number").asLong(),
            payload.path("type").asString(""));
      }
      default -> {} // digits, calls and agents are not checked
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
