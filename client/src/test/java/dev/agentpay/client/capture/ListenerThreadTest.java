package dev.agentpay.client.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerThreadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void calls_the_listener_in_order_on_its_own_daemon_thread() throws Exception {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final ListenerThread thread =
        new ListenerThread(
            new CaptureListener() {
              @Override
              public void callConnected(String callSid) {
                final Thread current = Thread.currentThread();
                heard.add(callSid + " " + current.getName() + " " + current.isDaemon());
              }
            });
    for (int i = 0; i < 100; i++) {
      thread.tell(new CaptureEvent.Connected("CA" + i, false));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("CA" + i + " agentpay-capture true");
    }
    thread.finish();
    thread.join(LONG);
  }

  @Test
  void continues_after_a_listener_that_throws() {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final ListenerThread thread =
        new ListenerThread(
            new CaptureListener() {
              @Override
              public void capturing() {
                throw new AssertionError("expected in this test");
              }

              @Override
              public void captureComplete() {
                throw new IllegalStateException("expected in this test");
              }

              @Override
              public void stopCapturing() {
                heard.add("stopCapturing");
              }
            });
    thread.tell(CaptureEvent.Step.CAPTURING);
    thread.tell(CaptureEvent.Step.CAPTURE_COMPLETE);
    thread.tell(CaptureEvent.Step.STOP_CAPTURING);
    thread.finish();
    thread.join(LONG);
    assertThat(heard).containsExactly("stopCapturing");
    thread.tell(CaptureEvent.Step.STOP_CAPTURING);
    assertThat(heard).hasSize(1);
  }

  @Test
  void drops_events_of_a_listener_that_is_stuck() throws Exception {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final AtomicInteger heard = new AtomicInteger();
    final ListenerThread thread =
        new ListenerThread(
            new CaptureListener() {
              @Override
              public void capturing() {
                begun.countDown();
                try {
                  released.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                heard.incrementAndGet();
              }
            });
    thread.tell(CaptureEvent.Step.CAPTURING);
    begun.await();
    for (int i = 0; i < ListenerThread.MAX_WAITING + 10; i++) {
      thread.tell(CaptureEvent.Step.CAPTURING);
    }
    released.countDown();
    thread.finish();
    thread.join(LONG);
    assertThat(heard).hasValue(ListenerThread.MAX_WAITING + 1);
  }
}
