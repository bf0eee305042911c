package dev.agentpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentpay.client.http.Wire;
import dev.agentpay.client.model.AwaitException;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.ConnectionState;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.ProblemType;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import dev.agentpay.client.model.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayStreamTest {
  private static final StartPayment PAYMENT = StartPayment.on("CA1").charge("42.50", "USD");

  private final FakeServer fake = new FakeServer();
  private final PayClient client = fake.alice();
  private final ReceivedItems received = new ReceivedItems();

  PayStreamTest() throws IOException {}

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void begins_with_a_snapshot() {
    fake.data.callArrives("CA1");
    final PaySession session = client.start(PAYMENT);
    try (PayStream stream = client.stream(received.queue)) {
      final Snapshot snapshot = received.await(Snapshot.class);
      assertThat(snapshot.calls()).containsExactly(client.call("CA1"));
      assertThat(snapshot.paySessions()).containsExactly(session);
      assertThat(snapshot.me().name()).isEqualTo("alice");
      assertThat(received.all(ConnectionChange.class))
          .extracting(ConnectionChange::state)
          .containsExactly(ConnectionState.CONNECTING, ConnectionState.LIVE);
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
      assertThat(stream.paySessions()).containsExactly(session);
      assertThat(stream.calls()).hasSize(1);
    }
    assertThat(fake.requests.get(fake.requests.size() - 1).authorization())
        .isEqualTo("Bearer " + FakeServer.TOKEN);
  }

  @Test
  void delivers_events_with_actor_and_new_state() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.data.callArrives("CA1");
      final PayEvent rung = received.awaitEvent("agent-rung");
      assertThat(rung.call()).contains(client.call("CA1"));
      assertThat(rung.paySession()).isEmpty();
      final PaySession session = client.start(PAYMENT);
      final PayEvent started = received.awaitEvent("session-started");
      assertThat(started.number()).isEqualTo(1);
      assertThat(started.actor()).isEqualTo(new PayEvent.Actor("agent", "alice"));
      assertThat(started.source()).isEqualTo("127.0.0.1");
      assertThat(started.cause()).isEqualTo("POST /api/pay-sessions");
      assertThat(started.details()).isEqualTo(Map.of("of", session.id(), "attempt", 1));
      assertThat(started.paySession()).contains(session);
      assertThat(stream.paySession(session.id())).contains(session);
    }
  }

  @Test
  void digits_do_not_move_the_position() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.sendRaw(
          "event: digits\ndata: {\"paySession\":\"ps_1\",\"field\":\"security-code\",\"mask\":\"xx\",\"at\":\"%s\"}\n\n"
              .formatted(FakeData.NOW));
      final Digits digits = received.await(Digits.class);
      assertThat(digits.field()).isEqualTo(CaptureField.SECURITY_CODE);
      assertThat(digits.mask()).isEqualTo("xx");
      fake.cutStreams();
      received.awaitLive();
      assertThat(fake.requestedPositions).containsExactly("", "0");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void reconnects_at_the_last_position() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      final String id = client.start(PAYMENT).id();
      received.awaitEvent("session-started");
      fake.cutStreams();
      final ConnectionChange lost =
          received.await(ConnectionChange.class, c -> c.state() == ConnectionState.LOST);
      assertThat(lost.why()).isPresent();
      fake.data.update(id, "all-captured", Map.of("state", "ready"));
      received.awaitEvent("all-captured");
      assertThat(fake.requestedPositions).containsExactly("", "1");
      assertThat(received.all(Snapshot.class)).hasSize(1);
      assertThat(stream.paySession(id))
          .hasValueSatisfying(s -> assertThat(s.state()).isEqualTo(SessionState.READY));
    }
  }

  @Test
  void reconnects_until_the_server_is_back() {
    fake.streamFaults.add(FakeServer.hangUp());
    fake.streamFaults.add(FakeServer.problem(503, "store-unavailable"));
    fake.streamFaults.add(FakeServer.problem(429, "too-many"));
    fake.streamFaults.add(FakeServer.raw(200, "text/html", "<html>"));
    fake.streamFaults.add(FakeServer.raw(404, "text/html", "<html>no backend</html>"));
    fake.streamFaults.add(FakeServer.problem(500, "internal"));
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
    assertThat(fake.requestedPositions.size()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void an_expired_token_closes_the_stream() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.streamFaults.add(FakeServer.problem(401, "unauthorized"));
      fake.cutStreams();
      final ConnectionChange closed =
          received.await(ConnectionChange.class, c -> c.state() == ConnectionState.CLOSED);
      assertThat(closed.why())
          .hasValueSatisfying(e -> assertThat(e.type()).isEqualTo(ProblemType.UNAUTHORIZED));
      final AwaitException e =
          catchThrowableOfType(
              AwaitException.class, () -> stream.awaitCall(c -> true, Duration.ofMinutes(1)));
      assertThat(e).hasMessageContaining("unauthorized");
      assertThat(fake.requestedPositions).hasSize(2);
    }
  }

  @Test
  void starts_again_if_the_server_rejects_the_position() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.streamFaults.add(FakeServer.problem(400, "bad-request"));
      fake.cutStreams();
      received.await(Snapshot.class);
      assertThat(fake.requestedPositions).containsExactly("", "0", "");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void reconnects_after_the_idle_timeout() {
    final Timeouts impatient =
        new Timeouts(Timeouts.CONNECT, Timeouts.REQUEST, Timeouts.TOTAL, Duration.ofMillis(40));
    final PayClient quick = fake.server().withTimeouts(impatient).withToken(FakeServer.TOKEN);
    try (PayStream stream = quick.stream(received.queue)) {
      final ConnectionChange lost =
          received.await(ConnectionChange.class, c -> c.state() == ConnectionState.LOST);
      assertThat(lost.why().orElseThrow())
          .hasMessageContaining("the server sent nothing for PT0.04S");
      received.awaitLive();
      assertThat(stream.calls()).isEmpty();
    }
  }

  @Test
  void never_delivers_an_older_state_after_a_newer_one() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      final String id = client.start(PAYMENT).id();
      received.awaitEvent("session-started");
      final String old = Wire.JSON.writeValueAsString(fake.data.session(id));
      fake.data.update(id, "all-captured", Map.of("state", "ready"));
      received.awaitEvent("all-captured");
      fake.sendRaw(
          "event: pay-session\nid: 3\ndata: {\"stream\":\"pay-session/%s\",\"number\":3,\"type\":\"late\",\"at\":\"%s\",\"event\":{},\"paySession\":%s}\n\n"
              .formatted(id, FakeData.NOW, old));
      assertThat(received.awaitEvent("late").paySession().orElseThrow().state())
          .isEqualTo(SessionState.READY);
      assertThat(stream.paySession(id).orElseThrow().version()).isEqualTo(2);
    }
  }

  @Test
  void ignores_unreadable_frames() {
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.sendRaw(
          "event: call\nid: 0\ndata: {\n\nevent: weather\ndata: {}\n\nevent: call\ndata: {}\n\n");
      fake.data.callArrives("CA1");
      received.awaitEvent("agent-rung");
      assertThat(received.all(ConnectionChange.class)).hasSize(2);
      assertThat(stream.calls()).hasSize(1);
    }
  }

  @Test
  void survives_a_failing_listener() {
    final StreamListener failing =
        new StreamListener() {
          @Override
          public void snapshot(Snapshot snapshot) {
            received.queue.add(snapshot);
            throw new IllegalStateException("expected in this test");
          }

          @Override
          public void event(PayEvent event) {
            received.queue.add(event);
          }
        };
    try (PayStream stream = client.stream(failing)) {
      received.await(Snapshot.class);
      fake.data.callArrives("CA1");
      received.awaitEvent("agent-rung");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void a_full_queue_blocks_the_stream_without_loss() throws InterruptedException {
    final BlockingQueue<StreamItem> small = new ArrayBlockingQueue<>(1);
    try (PayStream stream = client.stream(small)) {
      assertThat(stream.state()).isNotEqualTo(ConnectionState.CLOSED);
      for (int i = 0; i < 20; i++) {
        fake.data.callArrives("CA" + i);
      }
      int events = 0;
      int calls = 0;
      while (calls + events < 20) {
        final StreamItem item = small.poll(10, TimeUnit.SECONDS);
        assertThat(item).isNotNull();
        events += item instanceof PayEvent ? 1 : 0;
        calls += item instanceof Snapshot snapshot ? snapshot.calls().size() : 0;
      }
      assertThat(events + calls).isEqualTo(20);
    }
  }

  @Test
  void delivers_closed_last_and_nothing_after_close() {
    final PayStream stream = client.stream(received.queue);
    received.await(Snapshot.class);
    stream.close();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    fake.data.callArrives("CA1");
    assertThat(received.await(ConnectionChange.class).state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(received.queue).isEmpty();
    stream.close();
  }

  @Test
  void closes_while_blocked_and_from_its_own_listener() throws InterruptedException {
    final PayStream full = client.stream(new ArrayBlockingQueue<>(1));
    full.close();
    assertThat(full.state()).isEqualTo(ConnectionState.CLOSED);

    final CountDownLatch closed = new CountDownLatch(1);
    final BlockingQueue<PayStream> itself = new ArrayBlockingQueue<>(1);
    final PayStream stream =
        client.stream(
            new StreamListener() {
              @Override
              public void snapshot(Snapshot snapshot) {
                try {
                  itself.take().close();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void connection(ConnectionChange change) {
                if (change.state() == ConnectionState.CLOSED) {
                  closed.countDown();
                }
              }
            });
    itself.add(stream);
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void delivers_nothing_after_a_listener_closes_the_stream() throws InterruptedException {
    final BlockingQueue<PayStream> itself = new ArrayBlockingQueue<>(1);
    final PayStream stream =
        client.stream(
            new StreamListener() {
              @Override
              public void snapshot(Snapshot snapshot) {
                received.queue.add(snapshot);
              }

              @Override
              public void digits(Digits digits) {
                received.queue.add(digits);
                itself.remove().close();
              }

              @Override
              public void connection(ConnectionChange change) {
                received.queue.add(change);
              }
            });
    itself.add(stream);
    received.await(Snapshot.class);
    final String digits =
        "event: digits\ndata: {\"paySession\":\"ps_1\",\"field\":\"security-code\",\"at\":\"%s\"}\n\n"
            .formatted(FakeData.NOW);
    fake.sendRaw(digits + digits);
    received.await(ConnectionChange.class, change -> change.state() == ConnectionState.CLOSED);
    assertThat(received.all(Digits.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void delivers_every_event_once_and_in_order(long seed) {
    final Random random = new Random(seed);
    try (PayStream stream = client.stream(received.queue)) {
      received.await(Snapshot.class);
      fake.breakStreams(random);
      fake.cutStreams();
      for (int i = 0; i < 15; i++) {
        fake.data.callArrives("CA" + i);
        client.start(StartPayment.on("CA" + i).description("Zoë ☎"));
      }
      for (int i = 0; i < 250; i++) {
        final int one = random.nextInt(15);
        fake.data.update("ps_" + (one + 1), "capture-requested", Map.of("state", "capturing"));
      }
      fake.data.callArrives("CA99");
      received.await(PayEvent.class, event -> event.stream().equals("call/CA99"));
      final List<String> expected =
          fake.data.log().stream()
              .map(l -> l.kind() + "/" + l.key() + " " + l.number() + " " + l.type())
              .toList();
      assertThat(received.all(PayEvent.class))
          .extracting(e -> e.stream() + " " + e.number() + " " + e.type())
          .containsExactlyElementsOf(expected);
      assertThat(fake.requestedPositions.size()).as("connections").isGreaterThan(10);
      assertThat(received.all(Snapshot.class)).hasSize(1);
      for (PaySession session : stream.paySessions()) {
        assertThat(session.version()).isEqualTo(client.paySession(session.id()).version());
      }
    }
  }
}
