package dev.agentpay.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A keep-alive HTTP/1.1 connection that sends one request at a time. Supports only the responses
/// of the measured routes: an empty 204, or a body with a Content-Length.
final class Connection implements AutoCloseable {
  /// The maximum size of a response. Those of the measured routes, and error responses, have a few
  /// hundred bytes.
  private static final int MAX_ANSWER = 16 * 1024;

  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final String CONTENT_LENGTH = "\r\ncontent-length:";
  private static final int NO_CONTENT = 204;

  private final int number;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_ANSWER);
  private long sentAt;
  private int status;

  private Connection(int number, SocketChannel channel) {
    this.number = number;
    this.channel = channel;
  }

  static Connection open(int number, InetSocketAddress server, Selector selector)
      throws IOException {
    final Connection connection = new Connection(number, SocketChannel.open(server));
    connection.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    connection.channel.configureBlocking(false);
    connection.channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  int number() {
    return number;
  }

  /// The time at which the last request was sent, from [System#nanoTime].
  long sentAt() {
    return sentAt;
  }

  /// The status of the last complete response.
  int status() {
    return status;
  }

  void send(ByteBuffer request) throws IOException {
    in.clear();
    sentAt = System.nanoTime();
    while (request.hasRemaining()) {
      channel.write(request); // does not spin, because the socket's buffer is much larger
    }
  }

  /// Reads the available bytes.
  ///
  /// @return whether the response is complete
  boolean read() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("The server closed a connection");
    }
    final int end = endOfHeaders();
    if (end < 0) {
      return false;
    }
    status = Integer.parseInt(text(9, 12), 10);
    return in.position() >= end + (status == NO_CONTENT ? 0 : bodyLength(end));
  }

  private int endOfHeaders() {
    final byte[] bytes = in.array();
    for (int i = END_OF_HEADERS.length(); i <= in.position(); i++) {
      if (bytes[i - 1] == '\n' && bytes[i - 2] == '\r' && bytes[i - 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private int bodyLength(int endOfHeaders) {
    final String headers = text(0, endOfHeaders).toLowerCase(Locale.ROOT);
    final int at = headers.indexOf(CONTENT_LENGTH);
    if (at < 0) {
      throw new IllegalStateException("A response has no Content-Length: " + headers);
    }
    final int from = at + CONTENT_LENGTH.length();
    return Integer.parseInt(headers.substring(from, headers.indexOf('\r', from)).strip());
  }

  private String text(int from, int to) {
    return new String(in.array(), from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// The last response, unparsed.
  String answer() {
    return text(0, in.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
