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

/// Keep-alive connections to a server; each sends its next request as soon as the last one is
/// answered. All of them are served by the one thread that calls, since threads and a complete HTTP
/// client would take more of the machine than the server that is measured.
final class ClosedLoop implements AutoCloseable {
  /// After this long without any answer the server has hung up on us.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();

  /// What is sent.
  interface Requests {
    /// The bytes of the next request, for reading; not touched by us after the request is answered.
    ///
    /// @param connection its number, from 0
    ByteBuffer next(int connection);

    /// The status of success; any other one ends the run.
    int success();

    /// The last request of this connection was answered with success.
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

  /// Sends for that long, then waits for the last answers.
  ///
  /// @throws IllegalStateException when an answer is no success
  Measured run(Requests requests, Duration time) throws IOException {
    final Measured.Builder measured = new Measured.Builder();
    final long start = System.nanoTime();
    final long end = start + time.toNanos();
    for (Connection connection : connections) {
      connection.send(requests.next(connection.number()));
    }
    int awaited = connections.size();
    while (awaited > 0) {
      if (selector.select(SILENCE.toMillis()) == 0) {
        throw new SocketTimeoutException("no answer for " + SILENCE);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        final Connection connection = (Connection) key.attachment();
        if (connection.read()) {
          final long now = System.nanoTime();
          measured.took(now - connection.sentAt());
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
    return measured.in(Duration.ofNanos(System.nanoTime() - start));
  }

  private static void requireSuccess(Requests requests, Connection connection) {
    if (connection.status() != requests.success()) {
      throw new IllegalStateException("the server answered:\n" + connection.answer());
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
