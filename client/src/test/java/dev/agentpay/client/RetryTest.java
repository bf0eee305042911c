package dev.agentpay.client;

import static dev.agentpay.client.FakeServer.problem;
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

  private final FakeServer fake = new FakeServer();
  private final PayClient client = fake.alice();

  RetryTest() throws IOException {}

  @AfterEach
  void close() {
    fake.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void retries_transient_failures_with_the_same_key(int status) {
    fake.faults.add(problem(status, "store-unavailable"));
    fake.faults.add(problem(status, "store-unavailable"));
    assertThat(client.start(PAYMENT).id()).isEqualTo("ps_1");
    assertThat(fake.requests).hasSize(3);
    assertThat(fake.requests)
        .extracting(FakeServer.ReceivedRequest::key)
        .containsOnly(fake.requests.get(0).key());
    assertThat(fake.requests)
        .extracting(FakeServer.ReceivedRequest::body)
        .containsOnly(fake.requests.get(0).body());
  }

  @Test
  void a_lost_response_does_not_start_a_second_session() {
    fake.faults.add(FakeServer.loseResponse());
    fake.faults.add(FakeServer.hangUp());
    assertThat(client.start(PAYMENT).id()).isEqualTo("ps_1");
    assertThat(fake.data.sessions()).hasSize(1);
    assertThat(fake.requests).hasSize(3);
  }

  @Test
  void one_idempotency_key_starts_one_session() {
    client.start(PAYMENT);
    client.start(PAYMENT);
    assertThat(fake.data.sessions()).hasSize(2);
    final StartPayment mine = PAYMENT.idempotencyKey("order-1001");
    assertThat(client.start(mine).id()).isEqualTo(client.start(mine).id());
    assertThat(fake.data.sessions()).hasSize(3);
  }

  @Test
  void equal_payments_are_sent_as_equal_bytes() {
    client.start(PAYMENT.reference("r").parameters(Map.of("a", "1", "b", "2", "c", "3")));
    client.start(
        StartPayment.on("CA1")
            .parameters(Map.of("c", "3", "b", "2", "a", "1"))
            .reference("r")
            .charge("42.50", "USD"));
    assertThat(fake.requests.get(1).body()).isEqualTo(fake.requests.get(0).body());
  }

  @Test
  void every_post_has_a_new_idempotency_key() {
    final String id = client.start(PAYMENT).id();
    client.capture(id, CaptureField.SECURITY_CODE);
    client.submit(id);
    client.submit(id);
    client.cancel(id);
    client.resolve(id, SessionState.PAID, "r", "e");
    fake.data.callArrives("CA1");
    client.claim("CA1");
    assertThat(fake.requests)
        .extracting(FakeServer.ReceivedRequest::key)
        .doesNotContain("")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422, 500})
  void does_not_retry_permanent_failures(int status) {
    fake.faults.add(problem(status, "not-now"));
    final PayException e = failure(() -> client.submit("ps_1"));
    assertThat(e.status()).isEqualTo(status);
    assertThat(e.isRetryable()).isFalse();
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void stops_after_four_attempts() {
    for (int i = 0; i < 10; i++) {
      fake.faults.add(problem(503, "store-unavailable"));
    }
    final PayException e = failure(client::calls);
    assertThat(e.type()).isEqualTo(ProblemType.STORE_UNAVAILABLE);
    assertThat(e.isRetryable()).isTrue();
    assertThat(fake.requests).hasSize(4);
  }

  @Test
  void does_not_wait_for_a_long_retry_after() {
    fake.faults.add(problem(429, "too-many", Map.of("Retry-After", "11"), ""));
    final PayException e = failure(client::calls);
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(11));
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void waits_for_a_short_retry_after() {
    fake.faults.add(problem(429, "too-many", Map.of("Retry-After", "1"), ""));
    final long before = System.nanoTime();
    assertThat(client.calls()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void parses_retry_after_as_a_date() {
    final Instant now = Instant.parse("2026-01-31T12:00:00Z");
    final HttpHeaders headers =
        HttpHeaders.of(
            Map.of("Retry-After", List.of("Sat, 31 Jan 2026 12:00:07 GMT")), (a, b) -> true);
    assertThat(Problems.of(503, headers, new byte[0], now).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void reports_a_missing_connection() throws IOException {
    final int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    final NoAnswerException e =
        catchThrowableOfType(
            NoAnswerException.class,
            () ->
                PayClient.connect(URI.create("http://localhost:" + port))
                    .withBackoff(quick())
                    .withToken("t")
                    .calls());
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.mayHaveHappened()).isFalse();
    assertThat(e.status()).isZero();
    assertThat(e.type()).isEqualTo(ProblemType.NO_ANSWER);
  }

  @Test
  void times_out_if_the_server_never_answers() throws IOException {
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
                      .withTimeouts(timeouts)
                      .withBackoff(quick())
                      .withToken("t")
                      .submit("ps_1"));
      assertThat(e.mayHaveHappened()).isTrue();
      assertThat(e).hasMessageContaining("no response within PT0.1S");
    }
  }

  @Test
  void total_timeout_limits_the_attempts() {
    for (int i = 0; i < 4; i++) {
      fake.faults.add(FakeServer.stall());
    }
    final Timeouts timeouts =
        new Timeouts(
            Timeouts.CONNECT, Duration.ofMillis(100), Duration.ofMillis(150), Timeouts.IDLE);
    final PayClient impatient = fake.server().withTimeouts(timeouts).withToken("t");
    assertThat(failure(impatient::calls)).isInstanceOf(NoAnswerException.class);
    assertThat(fake.requests).hasSizeBetween(1, 2);
  }

  @Test
  void pauses_double_up_to_a_limit_with_jitter() {
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
