package dev.agentpay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A load generator with keep-alive connections to a server. Each connection sends its next request
/// as soon as the last one is answered. The calling thread handles all connections, because more
/// threads and a complete HTTP client would use more CPU than the measured server.
final class ClosedLoop implements AutoCloseable {
  /// The run fails if no connection gets a response for this long.
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();

  /// The requests to send.
  interface Requests {
    /// Returns the bytes of the next request. They are not used after the request is answered.
    ///
    /// @param connection the number of the connection, from 0
    ByteBuffer next(int connection);

    /// The HTTP status of a successful response. Any other status ends the run.
    int success();

    /// Called when the last request of this connection was answered successfully.
    void answered(int connection);
  }

  private ClosedLoop(Selector selector) {
    this.selector = selector;
  }

  static ClosedLoop connect(URI server, int connections) throws IOException {
    final ClosedLoop loop = new ClosedLoop(Selector.open());
    final InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
    for (int i = 0; i < connections; i++) {
      loop.connections.add(Connection.open(i, address, loop.selector));
    }
    return loop;
  }

  /// Sends requests for this long, then waits for the last responses.
  ///
  /// @throws IllegalStateException if a response has another status than success
  Measured run(Requests requests, Duration time) throws IOException {
    final Measured.Builder measured = new Measured.Builder();
    final long start = System.nanoTime();
    final long end = start + time.toNanos();
    for (Connection connection : connections) {
      connection.send(requests.next(connection.number()));
    }
    int awaited = connections.size();
    while (awaited > 0) {
      if (selector.select(RESPONSE_TIMEOUT.toMillis()) == 0) {
        throw new SocketTimeoutException(
            "No response for %d seconds".formatted(RESPONSE_TIMEOUT.toSeconds()));
      }
      for (SelectionKey key : selector.selectedKeys()) {
        final Connection connection = (Connection) key.attachment();
        if (connection.read()) {
          final long now = System.nanoTime();
          measured.add(now - connection.sentAt());
          requireSuccess(requests, connection);
          requests.answered(connection.number());
          if (now < end) {
            connection.send(requests.next(connection.number()));
          } else {
            awaited--;
          }
        }
      }
      selector.selectedKeys().clear();
    }
    return measured.build(Duration.ofNanos(System.nanoTime() - start));
  }

  private static void requireSuccess(Requests requests, Connection connection) {
    if (connection.status() != requests.success()) {
      throw new IllegalStateException(
          "Expected status %d, but the server answered:%n%s"
              .formatted(requests.success(), connection.answer()));
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
