package dev.agentpay.simulator.http;

import dev.agentpay.simulator.wire.JsonText;
import jakarta.servlet.ServletOutputStream;
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

/// One SSE connection to a page. Events wait in a queue, so publishers never wait for a slow page.
/// A page whose queue is full is disconnected and may reconnect.
final class SseConnection {
  /// In frames. A payment creates about fifty, so this covers many seconds of a busy simulator.
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

  /// @param heartbeat a comment is sent after this time without events; a closed page is noticed at
  ///   the second one
  /// @param cut closes the connection at once, also during a blocked write
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

  /// Ends the connection at this time of the real clock, after a last event of this name.
  void endAt(Instant time, String event) {
    lastEvent = event;
    endsAtMillis = time.toEpochMilli();
  }

  /// Ends the connection after the queued frames.
  void end() {
    ending = true;
    if (!waiting.offer(HEARTBEAT)) { // also wakes the writer
      cut.run();
    }
  }

  /// Writes frames until the page disconnects or the connection is ended.
  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("Cache-Control", "no-store");
    final ServletOutputStream out = response.getOutputStream();
    writeFirst(out);
    try {
      while (!ending || !waiting.isEmpty()) {
        byte[] frame = waiting.poll();
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
    out.write(HEARTBEAT); // opens the connection on the page's side
    for (byte[] frame : first) {
      out.write(frame);
    }
    first.clear();
  }

  /// Bounds the queue from now on. Frames that were put before are those that the page had missed.
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
