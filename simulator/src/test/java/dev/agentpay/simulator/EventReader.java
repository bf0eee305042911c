package dev.agentpay.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads server-sent events, as a page does.
public final class EventReader implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param id empty if the frame has none
  public record Frame(String event, String id, JsonNode data) {}

  public final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpResponse<Stream<String>> response;
  private String event = "";
  private String id = "";
  private volatile boolean ended;

  /// @param headers names and values in turn
  public EventReader(URI address, String... headers) {
    final HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    Thread.startVirtualThread(this::read);
  }

  public int status() {
    return response.statusCode();
  }

  public boolean ended() {
    return ended;
  }

  public Frame awaits(String expectedEvent, Predicate<JsonNode> data) {
    return await()
        .atMost(30, SECONDS)
        .until(
            () ->
                frames.stream()
                    .filter(frame -> frame.event.equals(expectedEvent) && data.test(frame.data))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  private void read() {
    try {
      response.body().forEach(this::line);
    } catch (UncheckedIOException _) {
      // The connection was closed.
    }
    ended = true;
  }

  private void line(String line) {
    if (line.startsWith("event: ")) {
      event = line.substring(7);
    } else if (line.startsWith("id: ")) {
      id = line.substring(4);
    } else if (line.startsWith("data: ")) {
      frames.add(new Frame(event, id, JSON.readTree(line.substring(6))));
      event = "";
      id = "";
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
