package dev.agentpay.twilio.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Scheduler;
import dev.agentpay.twilio.VirtualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Digit updates are written as `~…`, to distinguish them from values.
@Timeout(60)
class SyncMirrorTest {
  private static final SyncTarget PAYMENT =
      new SyncTarget.MapItem(LoopbackSync.SERVICE, "payMap", "PK1");
  private static final SyncTarget OTHER =
      new SyncTarget.MapItem(LoopbackSync.SERVICE, "payMap", "PK2");
  private static final SyncAnswer WRITTEN = new SyncAnswer.Written("x");

  private final VirtualScheduler time = new VirtualScheduler();
  private final SwitchedSync sync = new SwitchedSync();
  private final SyncMirror mirror = new SyncMirror(sync, time);

  @Test
  void writes_a_value_before_returning() {
    assertThat(write("created")).isEqualTo(WRITTEN);
    assertThat(write("card")).isEqualTo(WRITTEN);

    assertThat(sync.written()).containsExactly("created", "card");
    assertThat(mirror.written()).isEqualTo(2);
    assertThat(mirror.waiting()).isZero();
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void digit_updates_do_not_block() {
    digits("~1");
    assertThat(sync.attempts()).isZero();
    passes();

    assertThat(sync.written()).containsExactly("~1");
    assertThat(mirror.written()).as("they are no values").isZero();
  }

  @Test
  void writes_only_the_newest_waiting_digits() {
    digits("~1", "~2", "~3");
    passes();
    digits("~4");
    passes();

    assertThat(sync.written()).containsExactly("~3", "~4");
  }

  @Test
  void digits_during_a_digit_write_follow_it() {
    sync.takesAfter(() -> digits("~2", "~3")).takesAfter(() -> digits("~4"));
    digits("~1");
    passes();

    assertThat(sync.written()).containsExactly("~1", "~3", "~4");
  }

  @Test
  void a_value_discards_waiting_digits() {
    digits("~1");
    write("card");
    passes();

    assertThat(sync.written()).containsExactly("card");
  }

  @Test
  void digits_during_a_value_write_are_dropped() {
    sync.takesAfter(() -> digits("~1", "~2"));
    write("card");
    passes();

    assertThat(sync.written()).containsExactly("card");
  }

  @Test
  void digits_after_a_value_are_written() {
    digits("~1");
    write("card");
    digits("~2");
    passes();
    write("code");
    passes();

    assertThat(sync.written()).containsExactly("card", "~2", "code");
  }

  @Test
  void targets_do_not_share_digits() {
    digits("~1");
    mirror.digits(OTHER, Map.of("v", "~q"));
    write("card");
    passes();

    assertThat(sync.written()).containsExactly("card", "~q");
  }

  @Test
  void does_not_retry_failed_digits() {
    sync.fails();
    digits("~1");
    passes();
    assertThat(sync.attempts()).isEqualTo(1);
    sync.failsAfter(() -> digits("~3"));
    digits("~2");
    passes();

    assertThat(sync.written()).containsExactly("~3");
    assertThat(mirror.lost()).isZero();
    assertThat(mirror.waiting()).isZero();
  }

  @Test
  void a_failed_value_waits_until_it_is_written() {
    final SyncAnswer pause = SwitchedSync.tooMany(Duration.ofSeconds(30));
    sync.fails().answers(pause);
    assertThat(write("card")).isEqualTo(SwitchedSync.DOWN);
    assertThat(write("card")).isEqualTo(pause);
    assertThat(mirror.waiting()).as("targets, not attempts").isEqualTo(1);
    assertThat(mirror.written()).isZero();
    assertThat(write("card")).isEqualTo(WRITTEN);

    assertThat(mirror.waiting()).isZero();
    assertThat(mirror.written()).isEqualTo(1);
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void counts_each_target_with_a_failed_value() {
    sync.fails().fails();
    write("card");
    mirror.write(OTHER, Map.of("v", "q"));
    assertThat(mirror.waiting()).isEqualTo(2);
    write("card");

    assertThat(mirror.waiting()).isEqualTo(1);
  }

  @Test
  void counts_a_refused_value_as_lost() {
    final SyncAnswer refused = new SyncAnswer.Refused("HTTP 400");
    sync.fails().answers(refused);
    write("card");
    assertThat(write("card")).isEqualTo(refused);

    assertThat(mirror.lost()).isEqualTo(1);
    assertThat(mirror.waiting()).isZero();
    assertThat(mirror.written()).isZero();
  }

  @Test
  void an_abandoned_value_is_lost_and_no_longer_waits() {
    sync.fails();
    write("card");
    mirror.lose(PAYMENT, "too old");

    assertThat(mirror.lost()).isEqualTo(1);
    assertThat(mirror.waiting()).isZero();
  }

  @Test
  void survives_a_throwing_writer() {
    sync.throwsUp();
    assertThat(write("card")).isEqualTo(new SyncAnswer.Refused("IllegalStateException"));
    assertThat(mirror.lost()).isEqualTo(1);
    sync.throwsUp();
    digits("~1");
    passes();
    digits("~2");
    passes();
    write("code");

    assertThat(sync.written()).containsExactly("~2", "code");
    assertThat(mirror.lost()).isEqualTo(1);
  }

  @Test
  void limits_targets_with_digits_but_not_values() {
    for (int i = 0; i <= SyncMirror.MAX_TARGETS; i++) {
      mirror.digits(document(i), Map.of("v", "~" + i));
    }
    mirror.digits(document(0), Map.of("v", "~more"));
    mirror.write(document(-1), Map.of("v", "value"));
    passes();
    assertThat(sync.written())
        .hasSize(SyncMirror.MAX_TARGETS + 1)
        .startsWith("value", "~more", "~1")
        .endsWith("~" + (SyncMirror.MAX_TARGETS - 1));
    mirror.digits(document(SyncMirror.MAX_TARGETS), Map.of("v", "~late"));
    passes();
    assertThat(sync.written()).as("there is room again").endsWith("~late");
  }

  @Test
  void a_value_waits_for_digits_in_progress() throws Exception {
    final SlowSync slow = new SlowSync();
    final SyncMirror real = new SyncMirror(slow, new Threads());
    real.digits(PAYMENT, Map.of("v", "~1"));
    slow.isAsked();
    real.digits(PAYMENT, Map.of("v", "~2"));
    final Thread writer = Thread.startVirtualThread(() -> real.write(PAYMENT, Map.of("v", "card")));
    while (writer.getState() != Thread.State.WAITING && writer.isAlive()) {
      Thread.onSpinWait();
    }
    real.digits(PAYMENT, Map.of("v", "~3"));
    slow.answers();
    writer.join();

    assertThat(slow.written()).containsExactly("~1", "card");
  }

  @Test
  void writes_two_targets_in_parallel() throws Exception {
    final SlowSync slow = new SlowSync();
    final SyncMirror real = new SyncMirror(slow, new Threads());
    final Thread writer = Thread.startVirtualThread(() -> real.write(PAYMENT, Map.of("v", "card")));
    slow.isAsked();
    real.write(OTHER, Map.of("v", "q"));
    assertThat(slow.written()).containsExactly("q");
    slow.answers();
    writer.join();

    assertThat(slow.written()).containsExactly("q", "card");
  }

  @Test
  void writes_one_value_per_target_at_a_time() throws Exception {
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger clashes = new AtomicInteger();
    final List<String> written = Collections.synchronizedList(new ArrayList<>());
    final SyncMirror real =
        new SyncMirror(
            (_, data) -> {
              if (busy.incrementAndGet() > 1) {
                clashes.incrementAndGet();
              }
              LockSupport.parkNanos(1_000);
              written.add(data.getOrDefault("v", ""));
              busy.decrementAndGet();
              return WRITTEN;
            },
            new Threads());
    final List<Thread> writers =
        IntStream.range(0, 8)
            .mapToObj(
                writer ->
                    Thread.startVirtualThread(
                        () -> {
                          for (int i = 0; i < 30; i++) {
                            real.digits(PAYMENT, Map.of("v", "~"));
                            real.write(PAYMENT, Map.of("v", writer + "." + i));
                          }
                        }))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(clashes).hasValue(0);
    assertThat(written.stream().filter(v -> !v.equals("~"))).hasSize(240).doesNotHaveDuplicates();
    assertThat(real.written()).isEqualTo(240);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void never_writes_digits_after_their_value(long seed) {
    final List<String> written = Collections.synchronizedList(new ArrayList<>());
    final SyncMirror real =
        new SyncMirror(
            (_, data) -> {
              LockSupport.parkNanos(10_000);
              written.add(data.getOrDefault("v", ""));
              return WRITTEN;
            },
            new Threads());
    final Random random = new Random(seed);
    for (int field = 0; field < 100; field++) {
      for (int digit = random.nextInt(4); digit > 0; digit--) {
        real.digits(PAYMENT, Map.of("v", "~" + field));
        LockSupport.parkNanos(random.nextInt(40_000));
      }
      real.write(PAYMENT, Map.of("v", "v" + field));
    }

    int ended = -1;
    for (String value : List.copyOf(written)) {
      final int field = Integer.parseInt(value.substring(1));
      if (value.startsWith("v")) {
        assertThat(field).isEqualTo(++ended);
      } else {
        assertThat(field).as(() -> "in " + written).isGreaterThan(ended);
      }
    }
    assertThat(ended).isEqualTo(99);
  }

  private SyncAnswer write(String value) {
    return mirror.write(PAYMENT, Map.of("v", value));
  }

  private void digits(String... values) {
    for (String value : values) {
      mirror.digits(PAYMENT, Map.of("v", value));
    }
  }

  private void passes() {
    time.pass(Duration.ofSeconds(1));
  }

  private static SyncTarget document(int number) {
    return new SyncTarget.Document(LoopbackSync.SERVICE, "d" + number);
  }

  /// Holds back its first answer until [#answers].
  private static final class SlowSync implements SyncWriter {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger attempts = new AtomicInteger();
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Override
    public SyncAnswer write(SyncTarget target, Map<String, String> data) {
      if (attempts.incrementAndGet() == 1) {
        asked.countDown();
        uninterrupted(go);
      }
      written.add(data.getOrDefault("v", ""));
      return WRITTEN;
    }

    void isAsked() {
      uninterrupted(asked);
    }

    void answers() {
      go.countDown();
    }

    List<String> written() {
      return List.copyOf(written);
    }

    private static void uninterrupted(CountDownLatch latch) {
      try {
        final boolean _ = latch.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Scheduler with system threads.
  private static final class Threads implements Scheduler {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void soon(Runnable work) {
      Thread.startVirtualThread(work);
    }

    @Override
    public void at(Instant when, Runnable work) {
      throw new IllegalStateException("the mirror plans nothing for later");
    }
  }
}
