package dev.agentpay.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Tests the queue of one connection, without a network.
class SseConnectionTest {
  private final AtomicInteger cuts = new AtomicInteger();
  private final SseConnection stream =
      new SseConnection(Duration.ofSeconds(1), cuts::incrementAndGet);

  @Test
  void missed_frames_may_exceed_the_queue() {
    for (int i = 0; i < SseConnection.LONGEST_QUEUE * 2; i++) {
      stream.put("journal", i, "line");
    }
    assertThat(cuts).hasValue(0);
  }

  @Test
  void a_slow_page_is_disconnected() {
    stream.opened();
    for (int i = 0; i < SseConnection.LONGEST_QUEUE; i++) {
      stream.put("journal", i, "line");
    }
    assertThat(cuts).hasValue(0);
    stream.put("journal", 0, "one too many");
    assertThat(cuts).hasValue(1);
  }
}
