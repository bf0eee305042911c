package dev.agentpay.client;

import static dev.agentpay.client.StandIn.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.http.Backoff;
import dev.agentpay.client.http.Problems;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.NoAnswerException;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final StartPayment PAYMENT = StartPayment.on("CA1").charge("42.50", "USD");

  private final StandIn standIn = new StandIn();
  private final PayClient client = standIn.alice();

  RetryTest() throws IOException {}

  @AfterEach
  void close() {
    standIn.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void what_may_pass_is_tried_again_under_the_same_key(int status) {
    standIn.faults.add(problem(status, "store-unavailable"));
    standIn.faults.add(problem(status, "store-unavailable"));
    assertThat(client.start(PAYMENT).id()).isEqualTo("ps_1");
    assertThat(standIn.seen).hasSize(3);
    assertThat(standIn.seen).extracting(StandIn.Seen::key).containsOnly(standIn.seen.get(0).key());
    assertThat(standIn.seen)
        .extracting(StandIn.Seen::body)
        .containsOnly(standIn.seen.get(0).body());
  }

  @Test
  void a_start_whose_answer_was_lost_starts_no_second_session() {
    standIn.faults.add(StandIn.loseAnswer());
    standIn.faults.add(StandIn.hangUp());
    assertThat(client.start(PAYMENT).id()).isEqualTo("ps_1");
    assertThat(standIn.world.sessions()).hasSize(1);
    assertThat(standIn.seen).hasSize(3);
  }

  @Test
  void two_starts_have_two_keys_and_one_key_of_your_own_has_one_session() {
    client.start(PAYMENT);
    client.start(PAYMENT);
    assertThat(standIn.world.sessions()).hasSize(2);
    final StartPayment mine = PAYMENT.idempotencyKey("order-1001");
    assertThat(client.start(mine).id()).isEqualTo(client.start(mine).id());
    assertThat(standIn.world.sessions()).hasSize(3);
  }

  @Test
  void one_payment_is_the_same_bytes_however_it_is_put_together() {
    client.start(PAYMENT.reference("r").parameters(Map.of("a", "1", "b", "2", "c", "3")));
    client.start(
        StartPayment.on("CA1")
            .parameters(Map.of("c", "3", "b", "2", "a", "1"))
            .reference("r")
            .charge("42.50", "USD"));
    assertThat(standIn.seen.get(1).body()).isEqualTo(standIn.seen.get(0).body());
  }

  @Test
  void every_post_has_a_key_of_its_own() {
    final String id = client.start(PAYMENT).id();
    client.capture(id, CaptureField.SECURITY_CODE);
    client.submit(id);
    client.submit(id);
    client.cancel(id);
    client.resolve(id, SessionState.PAID, "r", "e");
    standIn.world.callArrives("CA1");
    client.claim("CA1");
    assertThat(standIn.seen)
        .extracting(StandIn.Seen::key)
        .doesNotContain("")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422, 500})
  void what_does_not_pass_is_not_tried_again(int status) {
    standIn.faults.add(problem(status, "not-now"));
    final PayException e = failure(() -> client.submit("ps_1"));
    assertThat(e.status()).isEqualTo(status);
    assertThat(e.isRetryable()).isFalse();
    assertThat(standIn.seen).hasSize(1);
  }

  @Test
  void attempts_are_bounded() {
    for (int i = 0; i < 10; i++) {
      standIn.faults.add(problem(503, "store-unavailable"));
    }
    final PayException e = failure(client::calls);
    assertThat(e.type()).isEqualTo(ProblemType.STORE_UNAVAILABLE);
    assertThat(e.isRetryable()).isTrue();
    assertThat(standIn.seen).hasSize(4);
  }

  @Test
  void a_server_that_asks_for_a_long_pause_is_left_alone() {
    standIn.faults.add(problem(429, "too-many", Map.of("Retry-After", "11"), ""));
    final PayException e = failure(client::calls);
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(11));
    assertThat(standIn.seen).hasSize(1);
  }

  @Test
  void a_short_pause_that_the_server_asks_for_is_kept() {
    standIn.faults.add(problem(429, "too-many", Map.of("Retry-After", "1"), ""));
    final long before = System.nanoTime();
    assertThat(client.calls()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void a_pause_may_be_given_as_a_date() {
    final Instant now = Instant.parse("2026-01-31T12:00:00Z");
    final HttpHeaders headers =
        HttpHeaders.of(
            Map.of("Retry-After", List.of("Sat, 31 Jan 2026 12:00:07 GMT")), (a, b) -> true);
    assertThat(Problems.of(503, headers, new byte[0], now).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void no_connection_is_told_as_such() throws IOException {
    final int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    final NoAnswerException e =
        catchThrowableOfType(
            NoAnswerException.class,
            () ->
                PayClient.connect(URI.create("http://localhost:" + port))
                    .pausing(quick())
                    .withToken("t")
                    .calls());
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.mayHaveHappened()).isFalse();
    assertThat(e.status()).isZero();
    assertThat(e.type()).isEqualTo(ProblemType.NO_ANSWER);
  }

  @Test
  void a_server_that_never_answers_is_given_up() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      final Timeouts timeouts =
          new Timeouts(
              Duration.ofSeconds(1),
              Duration.ofMillis(100),
              Duration.ofMillis(250),
              Duration.ofSeconds(1));
      final NoAnswerException e =
          catchThrowableOfType(
              NoAnswerException.class,
              () ->
                  PayClient.connect(URI.create("http://localhost:" + socket.getLocalPort()))
                      .within(timeouts)
                      .pausing(quick())
                      .withToken("t")
                      .submit("ps_1"));
      assertThat(e.mayHaveHappened()).isTrue();
      assertThat(e).hasMessageContaining("no answer within PT0.1S");
    }
  }

  @Test
  void patience_bounds_the_attempts_too() {
    for (int i = 0; i < 4; i++) {
      standIn.faults.add(StandIn.stall());
    }
    final Timeouts timeouts =
        new Timeouts(
            Timeouts.CONNECT, Duration.ofMillis(100), Duration.ofMillis(150), Timeouts.SILENCE);
    final PayClient impatient = standIn.server().within(timeouts).withToken("t");
    assertThat(failure(impatient::calls)).isInstanceOf(NoAnswerException.class);
    assertThat(standIn.seen).hasSizeBetween(1, 2);
  }

  @Test
  void pauses_double_up_to_a_limit_and_differ() {
    final Backoff backoff = Backoff.standard(new Random(7));
    for (int failures = 1; failures < 100; failures++) {
      final long whole = failures > 6 ? 15_000 : Math.min(15_000, 250L << (failures - 1));
      assertThat(backoff.pause(failures, Optional.empty()).toMillis()).isBetween(whole / 2, whole);
    }
    assertThat(backoff.pause(9, Optional.empty())).isNotEqualTo(backoff.pause(9, Optional.empty()));
    assertThat(backoff.pause(1, Optional.of(Duration.ofMinutes(1))))
        .isGreaterThan(Duration.ofMinutes(1));
  }

  private static Backoff quick() {
    return new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
  }

  private static PayException failure(ThrowingCallable attempt) {
    return catchThrowableOfType(PayException.class, attempt);
  }
}
