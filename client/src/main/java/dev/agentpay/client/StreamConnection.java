package dev.agentpay.client;

import dev.agentpay.client.http.Chunks;
import dev.agentpay.client.http.Http;
import dev.agentpay.client.http.SseFrame;
import dev.agentpay.client.http.SseParser;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One connection of a stream, from its request to its end.
final class StreamConnection implements AutoCloseable {
  /// Consumes a value; may be interrupted while it waits for space.
  interface InterruptibleConsumer<T> {
    void accept(T value) throws InterruptedException;
  }

  private final Chunks chunks;
  private final SseParser parser;
  private final Duration idle;

  private StreamConnection(Chunks chunks, SseParser parser, Duration idle) {
    this.chunks = chunks;
    this.parser = parser;
    this.idle = idle;
  }

  /// Connects and continues after `lastEventId`; the empty string starts from the beginning.
  ///
  /// @throws dev.agentpay.client.model.PayException if the server refuses or does not answer
  static StreamConnection open(Http http, HttpRequest.Builder request, String lastEventId)
      throws InterruptedException {
    request.setHeader("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.setHeader("Last-Event-ID", lastEventId);
    }
    final HttpResponse<Chunks> response = http.open(request.build());
    final Chunks chunks = response.body();
    final boolean stream =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    if (response.statusCode() == 200 && stream) {
      return new StreamConnection(chunks, new SseParser(lastEventId), http.timeouts().idle());
    }
    try (chunks) {
      throw Http.problem(response, Http.errorBody(chunks, http.timeouts()));
    }
  }

  /// Reads until the server ends the stream.
  ///
  /// @param frame receives each frame
  /// @param position receives the position from which to continue, after each frame
  /// @throws dev.agentpay.client.model.PayException if the connection breaks
  void read(InterruptibleConsumer<SseFrame> frame, InterruptibleConsumer<String> position)
      throws InterruptedException {
    while (true) {
      final Optional<List<ByteBuffer>> more = chunks.next(idle);
      if (more.isEmpty()) {
        return;
      }
      for (ByteBuffer bytes : more.get()) {
        for (SseFrame whole : parser.feed(bytes)) {
          frame.accept(whole);
          position.accept(whole.lastEventId());
        }
        position.accept(parser.lastEventId());
      }
    }
  }

  /// The minimum pause before a reconnect that the server requested, if any.
  Optional<Duration> retry() {
    return parser.retry();
  }

  @Override
  public void close() {
    chunks.close();
  }
}
