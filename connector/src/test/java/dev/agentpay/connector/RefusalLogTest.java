package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final RefusalLog log = new RefusalLog(now::get);

  @Test
  void leaves_out_lines_after_a_burst_and_counts_them() {
    for (int i = 0; i < RefusalLog.BURST; i++) {
      assertThat(log.take()).hasValue(0);
    }
    assertThat(log.take()).isEmpty();
    assertThat(log.take()).isEmpty();
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(log.take()).hasValue(2);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void refills_no_further_than_a_burst() {
    now.addAndGet(TimeUnit.DAYS.toNanos(1));
    for (int i = 0; i < RefusalLog.BURST; i++) {
      assertThat(log.take()).isPresent();
    }
    assertThat(log.take()).isEmpty();
  }
}
