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

  private final StandIn standIn = new StandIn();
  private final PayClient client = standIn.alice();
  private final PayStream stream = client.stream();
  private final String id = client.start(StartPayment.on("CA1").charge("42.50", "USD")).id();

  AwaitTest() throws IOException {}

  @AfterEach
  void close() {
    stream.close();
    standIn.close();
  }

  @Test
  void what_is_so_already_is_not_waited_for() {
    assertThat(stream.awaitState(id, SessionState.OPENING, LONG).id()).isEqualTo(id);
  }

  @Test
  void what_becomes_so_is_waited_for() {
    final CompletableFuture<PaySession> ready =
        CompletableFuture.supplyAsync(() -> stream.awaitState(id, SessionState.READY, LONG));
    happens("capturing", false);
    happens("ready", false);
    assertThat(ready.join().state()).isEqualTo(SessionState.READY);
    happens("paid", true);
    assertThat(stream.awaitEnd(id, LONG).state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void what_does_not_come_is_told_with_the_last_state_seen() {
    final AwaitException e =
        catchThrowableOfType(
            AwaitException.class, () -> stream.awaitState(id, SessionState.READY, SHORT));
    assertThat(e)
        .hasMessage(
            "not-seen: pay session ps_1 did not become as awaited within PT0.05S; it is opening");
    assertThat(e.last().orElseThrow().state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void what_cannot_come_any_more_is_told_at_once() {
    happens("declined", true);
    assertThatThrownBy(() -> stream.awaitState(id, SessionState.PAID, Duration.ofHours(1)))
        .isInstanceOf(AwaitException.class)
        .hasMessageContaining("ended declined and will not be paid");
  }

  @Test
  void an_unknown_session_is_not_waited_for() {
    final PayException e =
        catchThrowableOfType(PayException.class, () -> stream.awaitEnd("ps_none", LONG));
    assertThat(e.type()).isEqualTo(ProblemType.UNKNOWN_SESSION);
  }

  @Test
  void a_lost_stream_does_not_strand_who_waits() {
    for (int i = 0; i < 100_000; i++) {
      standIn.streamFaults.add(StandIn.hangUp());
    }
    standIn.cutStreams();
    final CompletableFuture<PaySession> paid =
        CompletableFuture.supplyAsync(() -> stream.awaitState(id, SessionState.PAID, LONG));
    happens("paid", true);
    assertThat(paid.join().state()).isEqualTo(SessionState.PAID);
  }

  @Test
  void a_predicate_that_fails_is_the_callers_to_see() {
    assertThatThrownBy(
            () ->
                stream.await(
                    id,
                    s -> {
                      throw new ArithmeticException("on purpose");
                    },
                    LONG))
        .hasCauseInstanceOf(ArithmeticException.class);
    happens("ready", false);
    assertThat(stream.awaitState(id, SessionState.READY, LONG).state())
        .isEqualTo(SessionState.READY);
  }

  @Test
  void a_call_is_waited_for() {
    final CompletableFuture<Call> mine =
        CompletableFuture.supplyAsync(
            () -> stream.awaitCall(c -> c.state() == Call.State.ANSWERED, LONG));
    standIn.world.callArrives("CA1");
    client.claim("CA1");
    assertThat(mine.join().sid()).isEqualTo("CA1");
    assertThatThrownBy(() -> stream.awaitCall(c -> c.sid().equals("CA2"), SHORT))
        .isInstanceOf(AwaitException.class)
        .hasMessageContaining(
            "no call became as awaited within PT0.05S; the newest told is CA1: answered");
  }

  @Test
  void who_waits_is_told_when_the_stream_is_closed() {
    final CompletableFuture<Call> call =
        CompletableFuture.supplyAsync(() -> stream.awaitCall(c -> false, LONG));
    stream.close();
    assertThatThrownBy(call::join)
        .hasCauseInstanceOf(AwaitException.class)
        .hasMessageContaining("the stream was closed");
  }

  private void happens(String state, boolean isFinal) {
    standIn.world.happens(id, state, Map.of("state", state, "final", isFinal));
  }
}
