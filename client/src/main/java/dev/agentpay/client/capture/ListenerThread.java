package dev.agentpay.client.capture;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// Calls a listener on a thread of its own, one event at a time and in order. So a listener that
/// waits stops neither live updates nor the methods of its capture.
final class ListenerThread {
  /// The events of some hundred payments. A listener that far behind is stuck.
  static final int MAX_WAITING = 10_000;

  private static final Logger LOG = System.getLogger(CardCapture.class.getName());

  private final CaptureListener listener;
  private final AtomicReference<Optional<Thread>> own = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean isStuck = new AtomicBoolean();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), this::newThread);

  ListenerThread(CaptureListener listener) {
    this.listener = listener;
  }

  /// Calls the listener soon. Does nothing after [#finish].
  void tell(CaptureEvent event) {
    try {
      thread.execute(() -> tellNow(event));
    } catch (RejectedExecutionException e) {
      if (!thread.isShutdown() && !isStuck.getAndSet(true)) {
        LOG.log(
            Level.ERROR,
            "a capture listener is stuck: {0} events wait; further ones are dropped",
            MAX_WAITING);
      }
    }
  }

  /// Ends the thread after the events that wait.
  void finish() {
    thread.shutdown();
  }

  /// Waits until the thread has ended. Does nothing on the thread itself.
  void join(Duration atMost) {
    if (own.get().equals(Optional.of(Thread.currentThread()))) {
      return;
    }
    try {
      final boolean ended = thread.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (!ended) {
        LOG.log(Level.WARNING, "a capture listener has not returned within {0}", atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread newThread(Runnable work) {
    final Thread created = new Thread(work, "agentpay-capture");
    created.setDaemon(true);
    own.set(Optional.of(created));
    return created;
  }

  private void tellNow(CaptureEvent event) {
    isStuck.set(false);
    try {
      event.tell(listener);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "a capture listener failed; the next event follows", e);
    }
  }
}
