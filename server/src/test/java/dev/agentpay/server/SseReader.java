package dev.agentpay.server;

import dev.agentpay.server.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Reads live updates, as a page does.
public final class SseReader implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(40);

  public final HttpResponse<InputStream> response;
  public final CompletableFuture<Void> over = new CompletableFuture<>();
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

  /// An SSE frame; a comment has the event `:`.
  public record Frame(String event, String id, String data) {
    public JsonNode json() {
      return Json.read(data.getBytes(StandardCharsets.UTF_8));
    }

    public String type() {
      return json().path("type").asString();
    }

    String key() {
      return json().path("stream").asString() + "#" + json().path("number").asInt();
    }
  }

  /// Waits until the connection has ended, but not forever.
  public void awaitEnd() {
    try {
      over.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("The connection has not ended", e);
    }
  }

  private SseReader(HttpResponse<InputStream> response) {
    this.response = response;
    Thread.startVirtualThread(this::read);
  }

  public static SseReader by(Page page) {
    return by(page, "/api/events");
  }

  public static SseReader by(Page page, String path) {
    try {
      final SseReader watching =
          new SseReader(Page.HTTP.send(page.request(path).build(), BodyHandlers.ofInputStream()));
      if (watching.response.statusCode() != 200) {
        throw new IllegalStateException("no stream but " + watching.response.statusCode());
      }
      return watching;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns the next frame that is not a comment.
  public Frame next() {
    return next(frame -> !frame.event().equals(":"));
  }

  /// Returns the next matching frame and skips those before it.
  public Frame next(Predicate<Frame> wanted) {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        final Frame frame = frames.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (frame == null) {
          throw new AssertionError("no such frame came");
        }
        if (wanted.test(frame)) {
          return frame;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns a frame if one has already arrived.
  public Optional<Frame> pending() {
    return Optional.ofNullable(frames.poll());
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String event = "";
      String id = "";
      final StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.startsWith(":")) {
          event = ":";
        } else if (line.isEmpty()) {
          frames.add(new Frame(event, id, data.toString()));
          event = "";
          id = "";
          data.setLength(0);
        }
      }
      over.complete(null);
    } catch (IOException e) {
      over.complete(null); // closed from either end
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
