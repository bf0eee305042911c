package dev.agentpay.connector;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/// Gives no answer: holds a request open until Twilio has given up waiting, and then closes its
/// connection without a byte.
///
/// Twilio asks again only when nothing came within 10 s; any answer, a 5xx first of all, is final.
///
/// @see <a href="https://www.twilio.com/docs/voice/twiml/pay/generic-pay-connector">Twilio: Generic
///   Pay Connector</a>
final class Silence implements AutoCloseable {
  /// Most requests that are held at once; one more is closed right away. Each holds a connection
  /// and a virtual thread, and no card any more.
  static final int MOST_HELD = 5_000;

  private final Duration holdFor;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore room = new Semaphore(MOST_HELD);

  /// @param holdFor from a request's arrival to its end without an answer
  Silence(Duration holdFor) {
    this.holdFor = holdFor;
  }

  /// Returns when the connection is closed.
  ///
  /// @param arrived when the request came, by [System#nanoTime]
  void keep(Context context, long arrived) {
    if (room.tryAcquire()) {
      try {
        final long left = holdFor.toNanos() - (System.nanoTime() - arrived);
        final boolean _ = closing.await(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        room.release();
      }
    }
    cut(ServletContextRequest.getServletContextRequest(context.req()));
  }

  /// Closes a request's connection without an answer.
  static void cut(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  /// Whether nobody is answered any more whose outcome is not known.
  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /// Closes every connection that is held, without an answer.
  @Override
  public void close() {
    closing.countDown();
  }
}
