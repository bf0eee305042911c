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

/// One stream of the stand-in's, from its request to its break.
final class StandInStream {
  /// No stream of a test is longer; what is promised and not sent makes the break an unclean one.
  private static final long PROMISED = 1L << 40;

  private final HttpExchange exchange;
  private final World world;
  private final Optional<Random> chaos;
  private final OutputStream out;
  private long bytesLeft;

  StandInStream(HttpExchange exchange, World world, Optional<Random> chaos) throws IOException {
    this.exchange = exchange;
    this.world = world;
    this.chaos = chaos;
    final boolean cleanEnd = chaos.map(Random::nextBoolean).orElse(true);
    this.bytesLeft = chaos.map(random -> (long) random.nextInt(12_000)).orElse(PROMISED);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, cleanEnd ? 0 : PROMISED);
    this.out = exchange.getResponseBody();
  }

  void run(String lastEventId) {
    try {
      int position;
      if (lastEventId.isEmpty()) {
        position = world.log().size();
        send(frame("snapshot", position, world.snapshot()));
      } else {
        position = Integer.parseInt(lastEventId);
        position -=
            chaos.map(random -> random.nextInt(4)).orElse(0); // what another node tells again
        position = Math.max(0, position);
        send(":\n\n");
      }
      while (true) {
        final List<World.Logged> more = world.after(position, 200);
        if (more.isEmpty()) {
          send(":\n\n");
        }
        for (World.Logged logged : more) {
          position++;
          final String frame = frame(logged.kind(), position, world.event(logged));
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
