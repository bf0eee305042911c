package dev.agentpay.connector;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/// Holds requests without a known outcome open until Twilio has given up waiting, and then closes
/// their connections without sending a byte.
///
/// Twilio repeats a request only if it gets no response within 10 s. Any response is final, even a
/// 5xx.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio: Generic
///   Pay Connector</a>
final class HeldRequests implements AutoCloseable {
  /// The maximum number of requests held at once; further ones are closed immediately. Each held
  /// request occupies a connection and a virtual thread, but its card data is already wiped.
  static final int MAX_HELD = 5_000;

  private final Duration holdFor;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore permits = new Semaphore(MAX_HELD);

  /// @param holdFor the time from a request's arrival until its connection is closed
  HeldRequests(Duration holdFor) {
    this.holdFor = holdFor;
  }

  /// Holds a request and closes its connection. Blocks until the connection is closed.
  ///
  /// @param arrived the time at which the request arrived, from [System#nanoTime]
  void hold(Context context, long arrived) {
    if (permits.tryAcquire()) {
      try {
        final long left = holdFor.toNanos() - (System.nanoTime() - arrived);
        final boolean _ = closing.await(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        permits.release();
      }
    }
    closeConnection(ServletContextRequest.getServletContextRequest(context.req()));
  }

  /// Closes a request's connection without an answer.
  static void closeConnection(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /// Whether the connector is closing, so that new requests must not be processed.
  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /// Closes all held connections without an answer.
  @Override
  public void close() {
    closing.countDown();
  }
}
