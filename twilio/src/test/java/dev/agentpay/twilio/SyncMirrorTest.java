package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.core.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A value is written `~…` when it is partial.
@Timeout(60)
class SyncMirrorTest {
  private static final SyncTarget PAYMENT =
      new SyncTarget.MapItem(LoopbackSync.SERVICE, "payMap", "PK1");
  private static final SyncTarget OTHER =
      new SyncTarget.MapItem(LoopbackSync.SERVICE, "payMap", "PK2");
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final VirtualScheduler time = new VirtualScheduler();
  private final SwitchedSync sync = new SwitchedSync();
  private final SyncMirror mirror = new SyncMirror(sync, time, new Random(7), Duration.ZERO);

  @Test
  void each_value_is_written_on_its_own_and_in_order() {
    tell("created", "card", "done", "ready", "paid");

    assertThat(sync.written()).as("nobody waits for Sync").isEmpty();
    assertThat(mirror.waiting()).isEqualTo(5);
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactly("created", "card", "done", "ready", "paid");
    assertThat(mirror.written()).isEqualTo(5);
    assertThat(mirror.waiting()).isZero();
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void digits_that_wait_give_way_to_the_next_digits() {
    tell("created", "~1", "~2", "~3", "card", "~4", "~5", "code", "again", "~6");
    time.pass(A_MINUTE);

    assertThat(sync.written())
        .containsExactly("created", "~3", "card", "~5", "code", "again", "~6");
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void digits_that_are_being_written_stay() {
    sync.takesAfter(() -> tell("~2", "~3")).takesAfter(() -> tell("~4", "card", "~5", "~6"));
    tell("~1");
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactly("~1", "~3", "~4", "card", "~6");
  }

  @Test
  void another_payments_digits_are_its_own() {
    tell("~1");
    mirror.tell(OTHER, Map.of("v", "q1"), true);
    tell("~2");
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactlyInAnyOrder("~2", "q1");
  }

  @Test
  void what_fails_is_tried_again_and_nothing_overtakes_it() {
    sync.fails(3);
    tell("card", "code", "paid");
    time.pass(Duration.ofMillis(100));
    tell("late");
    assertThat(sync.attempts()).isEqualTo(1);
    assertThat(mirror.waiting()).isEqualTo(4);
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactly("card", "code", "paid", "late");
    assertThat(sync.attempts()).isEqualTo(7);
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void digits_that_failed_give_way_to_newer_ones_but_not_to_more() {
    sync.fails(1).takesAfter(() -> {});
    tell("~1");
    time.pass(Duration.ofMillis(1));
    tell("~2");
    time.pass(A_MINUTE);
    assertThat(sync.written()).containsExactly("~2");

    sync.fails(1);
    tell("~3");
    time.pass(Duration.ofMillis(1));
    tell("card");
    time.pass(A_MINUTE);
    assertThat(sync.written()).containsExactly("~2", "~3", "card");

    sync.answers(SwitchedSync.tooMany(Duration.ofSeconds(1)));
    tell("~4", "card2", "~5");
    time.pass(A_MINUTE);
    assertThat(sync.written()).containsExactly("~2", "~3", "card", "~4", "card2", "~5");
  }

  @Test
  void digits_that_fail_while_newer_ones_come_are_left() {
    sync.failsAfter(() -> tell("~2", "~3", "card"));
    tell("~1");
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactly("~3", "card");
    assertThat(mirror.lost()).isZero();
  }

  @Test
  void each_pause_is_longer_than_the_one_before_up_to_a_bound() {
    final List<Duration> pauses = new ArrayList<>();
    final List<Instant> attempts = new ArrayList<>();
    final SyncMirror timed =
        new SyncMirror(
            (_, _) -> {
              attempts.add(time.now());
              return new SyncAnswer.Retry(Optional.empty(), "down");
            },
            time,
            new Random(7));
    timed.tell(PAYMENT, Map.of(), false);
    time.pass(Duration.ofMinutes(10));

    for (int i = 1; i < attempts.size(); i++) {
      pauses.add(Duration.between(attempts.get(i - 1), attempts.get(i)));
    }
    assertThat(attempts).hasSize(SyncMirror.MAX_ATTEMPTS);
    long full = SyncMirror.FIRST_PAUSE.toMillis();
    for (Duration pause : pauses) {
      final long most = Math.min(full, SyncMirror.LONGEST_PAUSE.toMillis());
      assertThat(pause.toMillis()).isBetween(most / 2, most);
      full *= 2;
    }
    assertThat(pauses).doesNotHaveDuplicates();
  }

  @Test
  void a_wish_for_a_longer_pause_is_heeded() {
    sync.answers(SwitchedSync.tooMany(Duration.ofSeconds(30)));
    tell("card");
    time.pass(Duration.ofSeconds(30));
    assertThat(sync.written()).isEmpty();
    time.pass(Duration.ofSeconds(1));

    assertThat(sync.written()).containsExactly("card");
  }

  @Test
  void what_fails_too_often_is_counted_and_the_next_has_its_own_attempts() {
    sync.fails(SyncMirror.MAX_ATTEMPTS + 3);
    tell("card", "code");
    time.pass(Duration.ofMinutes(5));

    assertThat(sync.written()).containsExactly("code");
    assertThat(mirror.lost()).isEqualTo(1);
    assertThat(mirror.written()).isEqualTo(1);
  }

  @Test
  void what_sync_refuses_is_counted_and_not_tried_again() {
    sync.answers(new SyncAnswer.Refused("HTTP 400"));
    tell("card", "code");
    time.pass(A_MINUTE);

    assertThat(sync.attempts()).isEqualTo(2);
    assertThat(sync.written()).containsExactly("code");
    assertThat(mirror.lost()).isEqualTo(1);
  }

  @Test
  void a_writer_that_throws_stops_nothing() {
    sync.throwsUp();
    tell("card", "code");
    time.pass(A_MINUTE);

    assertThat(sync.written()).containsExactly("code");
    assertThat(mirror.lost()).isEqualTo(1);
  }

  @Test
  void one_payment_that_fails_keeps_no_other_waiting() {
    sync.answers(SwitchedSync.tooMany(A_MINUTE));
    tell("card");
    mirror.tell(OTHER, Map.of("v", "q"), false);
    time.pass(Duration.ofSeconds(1));

    assertThat(sync.written()).containsExactly("q");
  }

  @Test
  void what_waits_has_a_bound_and_the_newest_stays() {
    sync.isDown();
    for (int i = 0; i < SyncMirror.MAX_WAITING + 3; i++) {
      tell("v" + i);
    }
    assertThat(mirror.waiting()).isEqualTo(SyncMirror.MAX_WAITING);
    assertThat(mirror.lost()).isEqualTo(3);
    sync.isUp();
    time.pass(A_MINUTE);

    assertThat(sync.written())
        .hasSize(SyncMirror.MAX_WAITING)
        .startsWith("v3", "v4")
        .endsWith("v" + (SyncMirror.MAX_WAITING + 2));
  }

  @Test
  void the_number_of_payments_that_wait_has_a_bound() {
    for (int i = 0; i <= SyncMirror.MAX_TARGETS; i++) {
      mirror.tell(
          new SyncTarget.Document(LoopbackSync.SERVICE, "d" + i), Map.of("v", "d" + i), false);
    }
    mirror.tell(new SyncTarget.Document(LoopbackSync.SERVICE, "d0"), Map.of("v", "more"), false);
    time.pass(A_MINUTE);

    assertThat(sync.written()).hasSize(SyncMirror.MAX_TARGETS + 1).contains("more");
    assertThat(mirror.lost()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whatever_happens_what_is_not_digits_is_written_once_and_in_order(long seed) {
    final Random random = new Random(seed);
    final List<String> told = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Not while it still fails, or the failures add up to more than it bears.
      if (mirror.waiting() == 0 && random.nextBoolean()) {
        sync.fails(1 + random.nextInt(SyncMirror.MAX_ATTEMPTS - 1));
      }
      final String value = (random.nextBoolean() ? "~" : "v") + i;
      told.add(value);
      tell(value);
      time.pass(Duration.ofMillis(random.nextInt(4000)));
    }
    time.pass(Duration.ofMinutes(60));

    final List<String> wanted = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      if (i + 1 == told.size() || !isPartial(told.get(i)) || !isPartial(told.get(i + 1))) {
        wanted.add(told.get(i));
      }
    }
    assertThat(mirror.waiting()).isZero();
    assertThat(mirror.lost()).isZero();
    assertThat(sync.attempts()).as("it has failed at times").isGreaterThan(sync.written().size());
    assertThat(told).as("in order").containsSubsequence(sync.written());
    assertThat(sync.written()).as("all but digits before digits").containsAll(wanted);
    assertThat(sync.written()).as("once").doesNotHaveDuplicates();
  }

  @Test
  void after_closing_nothing_more_is_taken_and_what_waited_is_counted() {
    sync.isDown();
    tell("card", "code");
    time.pass(Duration.ofMillis(1));
    mirror.close();
    tell("late");
    mirror.close();

    assertThat(mirror.lost()).isEqualTo(3);
    assertThat(mirror.waiting()).isZero();
    sync.isUp();
    time.pass(A_MINUTE);
    assertThat(sync.written()).isEmpty();
  }

  @Test
  void closing_tries_at_once_what_pauses_and_waits_for_what_is_written() throws Exception {
    final CountDownLatch writing = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final List<String> written = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger attempts = new AtomicInteger();
    final SyncMirror real =
        new SyncMirror(
            (_, data) -> {
              if (attempts.incrementAndGet() == 1) {
                writing.countDown();
                return SwitchedSync.tooMany(Duration.ofHours(1));
              }
              uninterrupted(go);
              written.add(data.get("v"));
              return new SyncAnswer.Written("x");
            },
            new Threads(),
            new Random(7),
            Duration.ofSeconds(30));
    real.tell(PAYMENT, Map.of("v", "card"), false);
    real.tell(PAYMENT, Map.of("v", "paid"), false);
    writing.await();
    final Thread closing = Thread.startVirtualThread(real::close);
    go.countDown();

    assertThat(closing.join(Duration.ofSeconds(30))).isTrue();
    assertThat(written).containsExactly("card", "paid");
    assertThat(real.lost()).isZero();
  }

  @Test
  void closing_waits_no_longer_than_it_may() {
    final CountDownLatch never = new CountDownLatch(1);
    final SyncMirror real =
        new SyncMirror(
            (_, _) -> {
              uninterrupted(never);
              return new SyncAnswer.Written("x");
            },
            new Threads(),
            new Random(7),
            Duration.ofMillis(20));
    real.tell(PAYMENT, Map.of(), false);
    real.tell(PAYMENT, Map.of(), false);
    real.close();
    never.countDown();

    assertThat(real.lost()).isEqualTo(2);
  }

  @Test
  void one_value_of_a_target_is_written_at_a_time_whoever_tells() throws Exception {
    final AtomicInteger busy = new AtomicInteger();
    final AtomicInteger clashes = new AtomicInteger();
    final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    final SyncMirror real =
        new SyncMirror(
            (_, data) -> {
              if (busy.incrementAndGet() > 1) {
                clashes.incrementAndGet();
              }
              LockSupport.parkNanos(1_000);
              written.add(Integer.valueOf(data.get("v")));
              busy.decrementAndGet();
              return new SyncAnswer.Written("x");
            },
            new Threads(),
            new Random(7),
            Duration.ofSeconds(30));
    final List<Thread> tellers = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      final int teller = t;
      tellers.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 30; i++) {
                  real.tell(PAYMENT, Map.of("v", String.valueOf(teller * 100 + i)), false);
                }
              }));
    }
    for (Thread teller : tellers) {
      teller.join();
    }
    real.close();

    assertThat(clashes).hasValue(0);
    assertThat(written).hasSize(240).doesNotHaveDuplicates();
    for (int t = 0; t < 8; t++) {
      final int teller = t;
      assertThat(written.stream().filter(v -> v / 100 == teller)).isSorted();
    }
  }

  private void tell(String... values) {
    for (String value : values) {
      mirror.tell(PAYMENT, Map.of("v", value), isPartial(value));
    }
  }

  private static boolean isPartial(String value) {
    return value.startsWith("~");
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      final var _ = latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The system's threads. What is planned for much later never comes: closing must not wait for
  /// it.
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
      if (!when.isAfter(now().plus(SyncMirror.FIRST_PAUSE))) {
        soon(work);
      }
    }
  }
}
