package dev.agentpay.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.support.Pause;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A few kills in every test run; `./dev crash` makes as many as you like.
class CrashTest {
  private static final long SEED = 4711;
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void what_was_acknowledged_is_in_the_log_after_kills_while_payments_are_under_way() {
    try (CrashHarness harness =
        new CrashHarness(folder, 3, SEED, new LoadBalancer.Acknowledging.WhenDurable(), _ -> {})) {
      harness.kill(KillTargets.Aim.CAPTURING);
      harness.kill(KillTargets.Aim.COMPLETING);
      harness.kill(KillTargets.Aim.CANCELLING);
      final CrashReport report = harness.finish();
      assertThat(report.wrong()).isEmpty();
      assertThat(report.lost()).isZero();
      assertThat(report.disagreements()).isZero();
      assertThat(report.kills()).isEqualTo(3);
      assertThat(report.acknowledged()).isGreaterThan(10);
    }
  }

  @Test
  void a_callback_that_is_acknowledged_before_it_is_durable_is_found_to_be_lost()
      throws InterruptedException {
    final BlockingQueue<String> between = new ArrayBlockingQueue<>(1);
    final CountDownLatch dead = new CountDownLatch(1);
    final LoadBalancer.Between held =
        body -> {
          if (isLasting(body) && between.offer(body)) {
            await(dead); // the server is killed while its early 204 is on the way to Twilio
          }
        };
    try (CrashHarness harness =
        new CrashHarness(folder, 1, SEED, new LoadBalancer.Acknowledging.First(held), _ -> {})) {
      final Optional<String> body =
          Optional.ofNullable(between.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertThat(body).isPresent();
      assertThat(
              Pause.until(
                  () -> hasSeenAcknowledged(harness, body.get()),
                  Duration.ofSeconds(PATIENCE_SECONDS)))
          .isTrue();
      harness.kill();
      dead.countDown();
      harness.restart();
      final CrashReport report = harness.soFar();
      assertThat(report.lost()).isPositive();
      assertThat(report.wrong()).isNotEmpty();
    }
  }

  private static boolean hasSeenAcknowledged(CrashHarness harness, String body) {
    final Callback sent = callback(body).orElseThrow();
    return harness.witness().acknowledged(0).stream().anyMatch(a -> a.callback().equals(sent));
  }

  /// One that only its own row in the log can stand for.
  private static boolean isLasting(String body) {
    return callback(body).filter(c -> !c.capture().isEmpty()).isPresent();
  }

  private static Optional<Callback> callback(String body) {
    return Callback.sent(
        Arrays.stream(body.split("&", -1))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))));
  }

  private static void await(CountDownLatch latch) {
    try {
      final boolean _ = latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
