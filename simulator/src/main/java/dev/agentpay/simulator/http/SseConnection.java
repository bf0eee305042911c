package dev.agentpay.simulator.http;

import dev.agentpay.simulator.wire.JsonText;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One reader's stream of server-sent events. What is for it waits in a queue of its own, so that
/// nobody who tells something ever waits for a reader; a reader who is too slow is cut off and may
/// come back.
final class SseConnection {
  /// A payment makes about fifty frames, so this is many seconds of a busy simulator.
  static final int LONGEST_QUEUE = 2_000;

  private static final byte[] HEARTBEAT = bytes(":\n\n");

  private final Queue<byte[]> first = new ArrayDeque<>();
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(LONGEST_QUEUE);
  private final Duration heartbeat;
  private final Runnable cut;
  private boolean opened;
  private volatile boolean ending;
  private volatile long endsAtMillis = Long.MAX_VALUE;
  private volatile String lastEvent = "";

  /// @param heartbeat a comment is sent after so much silence; a reader who has gone is noticed at
  ///   the second one
  /// @param cut ends the connection at once, also under a write that blocks
  SseConnection(Duration heartbeat, Runnable cut) {
    this.heartbeat = heartbeat;
    this.cut = cut;
  }

  void put(String event, Object data) {
    put("event: " + event + "\ndata: " + JsonText.write(data) + "\n\n");
  }

  void put(String event, long id, Object data) {
    put("event: " + event + "\nid: " + id + "\ndata: " + JsonText.write(data) + "\n\n");
  }

  /// Ends the stream at that time of the real clock, with a last event that says why.
  void endAt(Instant time, String event) {
    lastEvent = event;
    endsAtMillis = time.toEpochMilli();
  }

  /// Ends the stream after what waits.
  void end() {
    ending = true;
    if (!waiting.offer(HEARTBEAT)) { // which wakes it
      cut.run();
    }
  }

  /// Writes until the reader has gone or the stream is ended.
  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("Cache-Control", "no-store");
    var out = response.getOutputStream();
    writeFirst(out);
    try {
      while (!ending || !waiting.isEmpty()) {
        var frame = waiting.poll();
        if (frame == null) {
          out.flush();
          frame = waiting.poll(waitMillis(), TimeUnit.MILLISECONDS);
        }
        out.write(frame == null ? HEARTBEAT : frame);
        if (System.currentTimeMillis() >= endsAtMillis) {
          out.write(bytes("event: " + lastEvent + "\ndata: {}\n\n"));
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private long waitMillis() {
    return Math.clamp(endsAtMillis - System.currentTimeMillis(), 1, heartbeat.toMillis());
  }

  private void writeFirst(OutputStream out) throws IOException {
    opened();
    out.write(HEARTBEAT); // so that the reader learns at once that it is there
    for (var frame : first) {
      out.write(frame);
    }
    first.clear();
  }

  /// From now on the queue is bounded: what was put before is what the reader had missed.
  synchronized void opened() {
    opened = true;
  }

  private void put(String frame) {
    boolean isFirst;
    synchronized (this) {
      isFirst = !opened;
      if (isFirst) {
        first.add(bytes(frame));
      }
    }
    if (!isFirst && !waiting.offer(bytes(frame))) {
      cut.run();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
