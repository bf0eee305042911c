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

/// One connection of a stream, from its request to its break.
final class StreamConnection implements AutoCloseable {
  /// Takes something, and may be interrupted while it waits for room.
  interface Taker<T> {
    void take(T thing) throws InterruptedException;
  }

  private final Chunks chunks;
  private final SseParser parser;
  private final Duration silence;

  private StreamConnection(Chunks chunks, SseParser parser, Duration silence) {
    this.chunks = chunks;
    this.parser = parser;
    this.silence = silence;
  }

  /// Connects, to go on after `lastEventId`; empty string: from the beginning.
  ///
  /// @throws PayException when the server says no, or nothing
  static StreamConnection open(Http http, HttpRequest.Builder request, String lastEventId)
      throws InterruptedException {
    request.setHeader("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.setHeader("Last-Event-ID", lastEventId);
    }
    final HttpResponse<Chunks> answer = http.open(request.build());
    final Chunks chunks = answer.body();
    final boolean stream =
        answer
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    if (answer.statusCode() == 200 && stream) {
      return new StreamConnection(chunks, new SseParser(lastEventId), http.timeouts().silence());
    }
    try (chunks) {
      throw Http.problem(answer, Http.smallBody(chunks, http.timeouts()));
    }
  }

  /// Reads until the server ends it.
  ///
  /// @param frame gets each frame
  /// @param position gets where to go on after each
  /// @throws PayException when it breaks otherwise
  void read(Taker<SseFrame> frame, Taker<String> position) throws InterruptedException {
    while (true) {
      final Optional<List<ByteBuffer>> more = chunks.next(silence);
      if (more.isEmpty()) {
        return;
      }
      for (ByteBuffer bytes : more.get()) {
        for (SseFrame whole : parser.feed(bytes)) {
          frame.take(whole);
          position.take(whole.lastEventId());
        }
        position.take(parser.lastEventId());
      }
    }
  }

  /// The shortest pause before the next connection that the server wants, if it said so.
  Optional<Duration> retry() {
    return parser.retry();
  }

  @Override
  public void close() {
    chunks.close();
  }
}
