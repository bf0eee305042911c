package dev.agentpay.twilio.rest;

import dev.agentpay.twilio.webhook.Form;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A fake Twilio at socket level, which can misbehave in ways that no HTTP library does. Each
/// request takes the next reaction; the last one is repeated.
final class RawServer implements AutoCloseable {
  static final String PAYMENT = "PK0123456789abcdef0123456789abcdef";

  /// Enough for all clients of a test; the system drops connections above that.
  private static final int BACKLOG = 256;

  private final ServerSocket socket;
  private final Queue<Reaction> reactions = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Reaction last;

  /// Handles a request. Returns false to end the connection.
  interface Reaction {
    boolean to(Socket connection) throws IOException, InterruptedException;
  }

  /// A request as received.
  record Received(String line, Map<String, String> headers, Form form) {}

  RawServer(Reaction... reactions) throws IOException {
    socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.reactions.addAll(List.of(reactions).subList(0, reactions.length - 1));
    last = reactions[reactions.length - 1];
    Thread.ofVirtual().start(this::accept);
  }

  static Reaction opened() {
    return answers(
        201,
        "{\"sid\":\"%s\",\"account_sid\":\"AC0\",\"date_created\":\"Wed, 18 Dec 2019 20:02:01 +0000\"}"
            .formatted(PAYMENT));
  }

  static Reaction answers(int status, String body, String... headers) {
    return connection -> {
      final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      final StringBuilder head =
          new StringBuilder(
              "HTTP/1.1 %d X\r\nContent-Length: %d\r\n".formatted(status, bytes.length));
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      connection.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
      return true;
    };
  }

  static Reaction writes(String raw) {
    return connection -> {
      connection.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
      return false;
    };
  }

  static Reaction closes() {
    return _ -> false;
  }

  static Reaction resets() {
    return connection -> {
      connection.setSoLinger(true, 0);
      return false;
    };
  }

  /// Sends this text and then nothing more.
  Reaction hangsAfter(String raw) {
    return connection -> {
      connection.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
      closing.await();
      return false;
    };
  }

  void nowReacts(Reaction reaction) {
    reactions.clear();
    last = reaction;
  }

  String uri() {
    return "http://localhost:" + socket.getLocalPort();
  }

  List<Received> received() {
    return received;
  }

  int connections() {
    return connections.size();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        final Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      final InputStream in = new BufferedInputStream(connection.getInputStream());
      boolean open = true;
      while (open) {
        final Received request = read(in);
        if (request == null) {
          return;
        }
        received.add(request);
        final Reaction next = reactions.poll();
        open = (next == null ? last : next).to(connection);
      }
    } catch (IOException e) {
      // the client disconnected
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Received read(InputStream in) throws IOException {
    final List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return null;
    }
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
    }
    final int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Received(lines.getFirst(), headers, Form.parse(in.readNBytes(length)));
  }

  private static String line(InputStream in) throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
