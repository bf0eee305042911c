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

/// Runs a few kills in every test run; `./dev crash --kills N` runs more.
class CrashTest {
  private static final long SEED = 4711;
  private static final int TIMEOUT_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void kills_during_payments_lose_nothing_acknowledged() {
    try (CrashHarness harness =
        new CrashHarness(folder, 3, SEED, new LoadBalancer.AckPolicy.AfterCommit(), _ -> {})) {
      harness.kill(KillTarget.State.CAPTURING);
      harness.kill(KillTarget.State.COMPLETING);
      harness.kill(KillTarget.State.CANCELLING);
      final CrashReport report = harness.finish();
      assertThat(report.problems()).isEmpty();
      assertThat(report.lost()).isZero();
      assertThat(report.disagreements()).isZero();
      assertThat(report.kills()).isEqualTo(3);
      assertThat(report.acknowledged()).isGreaterThan(10);
    }
  }

  @Test
  void check_finds_a_callback_acknowledged_too_early() throws InterruptedException {
    final BlockingQueue<String> acknowledgedEarly = new ArrayBlockingQueue<>(1);
    final CountDownLatch killed = new CountDownLatch(1);
    final LoadBalancer.EarlyAckHook hook =
        body -> {
          if (isStored(body) && acknowledgedEarly.offer(body)) {
            await(killed); // keep the callback from the server until the kill
          }
        };
    try (CrashHarness harness =
        new CrashHarness(folder, 1, SEED, new LoadBalancer.AckPolicy.Early(hook), _ -> {})) {
      final Optional<String> body =
          Optional.ofNullable(acknowledgedEarly.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS));
      assertThat(body).isPresent();
      assertThat(
              Pause.until(
                  () -> isAcknowledged(harness, body.get()), Duration.ofSeconds(TIMEOUT_SECONDS)))
          .isTrue();
      harness.kill();
      killed.countDown();
      harness.restart();
      final CrashReport report = harness.checkCallbacks();
      assertThat(report.lost()).isPositive();
      assertThat(report.problems()).isNotEmpty();
    }
  }

  private static boolean isAcknowledged(CrashHarness harness, String body) {
    final Callback sent = callback(body).orElseThrow();
    return harness.twilioRecord().acknowledged(0).stream().anyMatch(a -> a.callback().equals(sent));
  }

  /// Whether the callback must have its own event in the log.
  private static boolean isStored(String body) {
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
      final boolean _ = latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
