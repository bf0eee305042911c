package dev.agentpay.connector;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// Closes connections whose request head, or TLS handshake before it, takes too long. Jetty's idle
/// time-out starts again with each byte, so a client that sends a line per second could keep a
/// connection for ever.
///
/// Looks at each connection's counters once per [#INTERVAL]. Between requests, as many messages
/// have come in as have gone out; bytes that arrive then belong to the head of the next request.
final class SlowHeads extends AbstractLifeCycle implements Connection.Listener {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// The protocol of a TLS session before its handshake is over; see `SSLEngine.getSession`.
  private static final String NO_SESSION = "NONE";

  private final Map<Connection, Head> open = new ConcurrentHashMap<>();

  /// When each TLS connection opened whose handshake was not over at the last look.
  private final Map<SslConnection, Long> handshakes = new ConcurrentHashMap<>();

  private final ServerConnector connector;
  private final Duration limit;
  private volatile Scheduler.Task next = () -> true;

  SlowHeads(ServerConnector connector, Duration limit) {
    this.connector = connector;
    this.limit = limit;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection tls) {
      handshakes.put(tls, System.nanoTime());
    } else if (connection instanceof ConnectionMetaData) {
      open.put(connection, new Head());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
    if (connection instanceof SslConnection tls) {
      handshakes.remove(tls);
    }
  }

  @Override
  protected void doStart() {
    schedule();
  }

  @Override
  protected void doStop() {
    next.cancel();
  }

  private void schedule() {
    final long wait = Math.min(INTERVAL.toMillis(), limit.toMillis());
    next = connector.getScheduler().schedule(this::check, wait, TimeUnit.MILLISECONDS);
  }

  private void check() {
    final long now = System.nanoTime();
    open.forEach(
        (connection, head) -> {
          if (head.isLate(connection, now)) {
            connection.getEndPoint().close();
          }
        });
    handshakes.forEach(
        (connection, opened) -> {
          if (!connection.getSSLEngine().getSession().getProtocol().equals(NO_SESSION)) {
            handshakes.remove(connection);
          } else if (now - opened > limit.toNanos()) {
            connection.getEndPoint().close();
          }
        });
    if (isRunning()) {
      schedule();
    }
  }

  /// The progress of one connection. Only the checking thread uses it.
  private final class Head {
    private long messages;
    private long bytesBefore;
    private boolean hasBegun;
    private long begun;

    boolean isLate(Connection connection, long now) {
      final long bytes = connection.getBytesIn();
      final long in = connection.getMessagesIn();
      if (in != messages || in != connection.getMessagesOut()) {
        messages = in;
        bytesBefore = bytes;
        hasBegun = false;
        return false;
      }
      if (!hasBegun && bytes > bytesBefore) {
        hasBegun = true;
        begun = now;
      }
      return hasBegun && now - begun > limit.toNanos();
    }
  }
}
