package dev.agentpay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final RefusalLog<ProblemType> log = new RefusalLog<>(ProblemType.class, now::get);

  @Test
  void leaves_out_lines_after_a_burst_and_counts_them() {
    for (int i = 0; i < RefusalLog.BURST; i++) {
      assertThat(log.take(ProblemType.FORBIDDEN)).hasValue(0);
    }
    assertThat(log.take(ProblemType.FORBIDDEN)).isEmpty();
    assertThat(log.take(ProblemType.FORBIDDEN)).isEmpty();

    now.addAndGet(TimeUnit.SECONDS.toNanos(1));

    assertThat(log.take(ProblemType.FORBIDDEN)).hasValue(2);
    assertThat(log.take(ProblemType.FORBIDDEN)).isEmpty();
  }

  @Test
  void has_a_budget_for_each_type() {
    for (int i = 0; i <= RefusalLog.BURST; i++) {
      log.take(ProblemType.FORBIDDEN);
    }
    assertThat(log.take(ProblemType.FORBIDDEN)).isEmpty();
    assertThat(log.take(ProblemType.INVALID)).hasValue(0);
  }

  @Test
  void refills_no_further_than_a_burst() {
    assertThat(log.take(ProblemType.FORBIDDEN)).hasValue(0);
    now.addAndGet(TimeUnit.DAYS.toNanos(1));
    for (int i = 0; i < RefusalLog.BURST; i++) {
      assertThat(log.take(ProblemType.FORBIDDEN)).isPresent();
    }
    assertThat(log.take(ProblemType.FORBIDDEN)).isEmpty();
  }
}
