package dev.agentpay.client;

import com.sun.net.httpserver.HttpExchange;
import dev.agentpay.client.http.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One stream of the fake server, from its request to its end.
final class FakeStream {
  /// Announced body length. Longer than any stream of a test, so that a disconnect is unclean.
  private static final long ANNOUNCED_BYTES = 1L << 40;

  private final HttpExchange exchange;
  private final FakeData data;
  private final Optional<Random> chaos;
  private final OutputStream out;
  private long bytesLeft;

  FakeStream(HttpExchange exchange, FakeData data, Optional<Random> chaos) throws IOException {
    this.exchange = exchange;
    this.data = data;
    this.chaos = chaos;
    final boolean cleanEnd = chaos.map(Random::nextBoolean).orElse(true);
    this.bytesLeft = chaos.map(random -> (long) random.nextInt(12_000)).orElse(ANNOUNCED_BYTES);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, cleanEnd ? 0 : ANNOUNCED_BYTES);
    this.out = exchange.getResponseBody();
  }

  void run(String lastEventId) {
    try {
      int position;
      if (lastEventId.isEmpty()) {
        position = data.log().size();
        send(frame("snapshot", position, data.snapshot()));
      } else {
        position = Integer.parseInt(lastEventId);
        position -=
            chaos.map(random -> random.nextInt(4)).orElse(0); // another node may repeat events
        position = Math.max(0, position);
        send(":\n\n");
      }
      while (true) {
        final List<FakeData.LogEntry> more = data.after(position, 200);
        if (more.isEmpty()) {
          send(":\n\n");
        }
        for (FakeData.LogEntry logged : more) {
          position++;
          final String frame = frame(logged.kind(), position, data.event(logged));
          send(frame);
          if (chaos.isPresent() && chaos.get().nextInt(10) == 0) {
            send(frame);
          }
        }
      }
    } catch (UncheckedIOException e) {
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void send(String text) {
    try {
      final String end = chaos.map(r -> List.of("\n", "\r", "\r\n").get(r.nextInt(3))).orElse("\n");
      final byte[] bytes = text.replace("\n", end).getBytes(StandardCharsets.UTF_8);
      for (int from = 0; from < bytes.length; ) {
        final int piece = chaos.map(random -> 1 + random.nextInt(400)).orElse(bytes.length);
        final int length = (int) Math.min(Math.min(piece, bytes.length - from), bytesLeft);
        out.write(bytes, from, length);
        out.flush();
        from += length;
        bytesLeft -= length;
        if (bytesLeft == 0) {
          throw new IOException("cut on purpose");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void cut() {
    exchange.close();
  }

  private String frame(String event, int position, Object json) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(position, event, Wire.JSON.writeValueAsString(json));
  }
}
