package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayException;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final FakeServer fake = new FakeServer();
  private final PayClient client = fake.alice();
  private final PayStream stream = client.stream();
  private final String id = client.start(StartPayment.on("CA1").charge("42.50", "USD")).id();

  AwaitTest() throws IOException {}

  @AfterEach
  void close() {
    stream.close();
    fake.close();
  }

  @Test
  void await_returns_at_once_if_already_in_the_state() {
    assertThat(stream.awaitState(id, SessionState.OPENING, LONG).id()).isEqualTo(id);
  }

  @Test
  void await_waits_until_the_state_is_reached() {
    final CompletableFuture<PaySession> ready =
        CompletableFuture.supplyAsync(() -> stream.awaitState(id, SessionState.READY, LONG));
    update("capturing", false);
    update("ready", false);
    assertThat(ready.join().state()).isEqualTo(SessionState.READY);
    update("paid", true);
    assertThat(stream.awaitEnd(id, LONG).state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void a_timeout_reports_the_last_known_state() {
    final AwaitException e =
        catchThrowableOfType(
            AwaitException.class, () -> stream.awaitState(id, SessionState.READY, SHORT));
    assertThat(e)
        .hasMessage(
            "not-seen: pay session ps_1 did not reach the awaited state within PT0.05S; it is"
                + " opening");
    assertThat(e.last().orElseThrow().state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void fails_at_once_after_a_different_end() {
    update("declined", true);
    assertThatThrownBy(() -> stream.awaitState(id, SessionState.PAID, Duration.ofHours(1)))
        .isInstanceOf(AwaitException.class)
        .hasMessageContaining("ended as declined and will not become paid");
  }

  @Test
  void fails_at_once_for_an_unknown_session() {
    final PayException e =
        catchThrowableOfType(PayException.class, () -> stream.awaitEnd("ps_none", LONG));
    assertThat(e.type()).isEqualTo(ProblemType.UNKNOWN_SESSION);
  }

  @Test
  void await_completes_while_the_stream_is_down() {
    for (int i = 0; i < 100_000; i++) {
      fake.streamFaults.add(FakeServer.hangUp());
    }
    fake.cutStreams();
    final CompletableFuture<PaySession> paid =
        CompletableFuture.supplyAsync(() -> stream.awaitState(id, SessionState.PAID, LONG));
    update("paid", true);
    assertThat(paid.join().state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void a_failing_predicate_is_reported_to_its_caller() {
    assertThatThrownBy(
            () ->
                stream.await(
                    id,
                    s -> {
                      throw new ArithmeticException("expected in this test");
                    },
                    LONG))
        .hasCauseInstanceOf(ArithmeticException.class);
    update("ready", false);
    assertThat(stream.awaitState(id, SessionState.READY, LONG).state())
        .isEqualTo(SessionState.READY);
  }

  @Test
  void awaits_a_call() {
    final CompletableFuture<Call> mine =
        CompletableFuture.supplyAsync(
            () -> stream.awaitCall(c -> c.state() == Call.State.ANSWERED, LONG));
    fake.data.callArrives("CA1");
    client.claim("CA1");
    assertThat(mine.join().sid()).isEqualTo("CA1");
    assertThatThrownBy(() -> stream.awaitCall(c -> c.sid().equals("CA2"), SHORT))
        .isInstanceOf(AwaitException.class)
        .hasMessageContaining("no call matched within PT0.05S; the latest is CA1: answered");
  }

  @Test
  void closing_the_stream_fails_pending_awaits() {
    final CompletableFuture<Call> call =
        CompletableFuture.supplyAsync(() -> stream.awaitCall(c -> false, LONG));
    stream.close();
    assertThatThrownBy(call::join)
        .hasCauseInstanceOf(AwaitException.class)
        .hasMessageContaining("the stream was closed");
  }

  private void update(String state, boolean isFinal) {
    fake.data.update(id, state, Map.of("state", state, "final", isFinal));
  }
}
