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

  private final StandIn standIn = new StandIn();
  private final PayClient client = standIn.alice();
  private final Heard heard = new Heard();

  PayStreamTest() throws IOException {}

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void a_stream_begins_with_how_things_stand() {
    standIn.world.callArrives("CA1");
    final PaySession session = client.start(PAYMENT);
    try (PayStream stream = client.stream(heard.queue)) {
      final Snapshot snapshot = heard.next(Snapshot.class);
      assertThat(snapshot.calls()).containsExactly(client.call("CA1"));
      assertThat(snapshot.paySessions()).containsExactly(session);
      assertThat(snapshot.me().name()).isEqualTo("alice");
      assertThat(heard.all(ConnectionChange.class))
          .extracting(ConnectionChange::state)
          .containsExactly(ConnectionState.CONNECTING, ConnectionState.LIVE);
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
      assertThat(stream.paySessions()).containsExactly(session);
      assertThat(stream.calls()).hasSize(1);
    }
    assertThat(standIn.seen.get(standIn.seen.size() - 1).authorization())
        .isEqualTo("Bearer " + StandIn.TOKEN);
  }

  @Test
  void an_event_is_told_as_it_happens_with_who_did_it_and_what_came_of_it() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.world.callArrives("CA1");
      final PayEvent rung = heard.event("agent-rung");
      assertThat(rung.call()).contains(client.call("CA1"));
      assertThat(rung.paySession()).isEmpty();
      final PaySession session = client.start(PAYMENT);
      final PayEvent started = heard.event("session-started");
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
  void digits_are_told_and_the_position_stays() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.sendRaw(
          "event: digits\ndata: {\"paySession\":\"ps_1\",\"field\":\"security-code\",\"mask\":\"xx\",\"at\":\"%s\"}\n\n"
              .formatted(World.NOW));
      final Digits digits = heard.next(Digits.class);
      assertThat(digits.field()).isEqualTo(CaptureField.SECURITY_CODE);
      assertThat(digits.mask()).isEqualTo("xx");
      standIn.cutStreams();
      heard.live();
      assertThat(standIn.positionsAsked).containsExactly("", "0");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void a_broken_stream_comes_back_where_it_was() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      final String id = client.start(PAYMENT).id();
      heard.event("session-started");
      standIn.cutStreams();
      final ConnectionChange lost =
          heard.next(ConnectionChange.class, c -> c.state() == ConnectionState.LOST);
      assertThat(lost.why()).isPresent();
      standIn.world.happens(id, "all-captured", Map.of("state", "ready"));
      heard.event("all-captured");
      assertThat(standIn.positionsAsked).containsExactly("", "1");
      assertThat(heard.all(Snapshot.class)).hasSize(1);
      assertThat(stream.paySession(id))
          .hasValueSatisfying(s -> assertThat(s.state()).isEqualTo(SessionState.READY));
    }
  }

  @Test
  void a_server_that_is_away_for_a_while_is_asked_until_it_is_back() {
    standIn.streamFaults.add(StandIn.hangUp());
    standIn.streamFaults.add(StandIn.problem(503, "store-unavailable"));
    standIn.streamFaults.add(StandIn.problem(429, "too-many"));
    standIn.streamFaults.add(StandIn.raw(200, "text/html", "<html>"));
    standIn.streamFaults.add(StandIn.raw(404, "text/html", "<html>no backend</html>"));
    standIn.streamFaults.add(StandIn.problem(500, "internal"));
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
    assertThat(standIn.positionsAsked.size()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void a_token_that_has_expired_ends_the_stream_for_good() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.streamFaults.add(StandIn.problem(401, "unauthorized"));
      standIn.cutStreams();
      final ConnectionChange closed =
          heard.next(ConnectionChange.class, c -> c.state() == ConnectionState.CLOSED);
      assertThat(closed.why())
          .hasValueSatisfying(e -> assertThat(e.type()).isEqualTo(ProblemType.UNAUTHORIZED));
      final AwaitException e =
          catchThrowableOfType(
              AwaitException.class, () -> stream.awaitCall(c -> true, Duration.ofMinutes(1)));
      assertThat(e).hasMessageContaining("unauthorized");
      assertThat(standIn.positionsAsked).hasSize(2);
    }
  }

  @Test
  void a_position_that_the_server_does_not_know_any_more_is_forgotten() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.streamFaults.add(StandIn.problem(400, "bad-request"));
      standIn.cutStreams();
      heard.next(Snapshot.class);
      assertThat(standIn.positionsAsked).containsExactly("", "0", "");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void a_silent_server_is_left_and_asked_again() {
    final Timeouts impatient =
        new Timeouts(Timeouts.CONNECT, Timeouts.REQUEST, Timeouts.PATIENCE, Duration.ofMillis(40));
    final PayClient quick = standIn.server().within(impatient).withToken(StandIn.TOKEN);
    try (PayStream stream = quick.stream(heard.queue)) {
      final ConnectionChange lost =
          heard.next(ConnectionChange.class, c -> c.state() == ConnectionState.LOST);
      assertThat(lost.why().orElseThrow()).hasMessageContaining("silent for PT0.04S");
      heard.live();
      assertThat(stream.calls()).isEmpty();
    }
  }

  @Test
  void an_older_state_never_follows_a_newer_one() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      final String id = client.start(PAYMENT).id();
      heard.event("session-started");
      final String old = Wire.JSON.writeValueAsString(standIn.world.session(id));
      standIn.world.happens(id, "all-captured", Map.of("state", "ready"));
      heard.event("all-captured");
      standIn.sendRaw(
          "event: pay-session\nid: 3\ndata: {\"stream\":\"pay-session/%s\",\"number\":3,\"type\":\"late\",\"at\":\"%s\",\"event\":{},\"paySession\":%s}\n\n"
              .formatted(id, World.NOW, old));
      assertThat(heard.event("late").paySession().orElseThrow().state())
          .isEqualTo(SessionState.READY);
      assertThat(stream.paySession(id).orElseThrow().version()).isEqualTo(2);
    }
  }

  @Test
  void a_frame_that_makes_no_sense_is_passed_over() {
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.sendRaw(
          "event: call\nid: 0\ndata: {\n\nevent: weather\ndata: {}\n\nevent: call\ndata: {}\n\n");
      standIn.world.callArrives("CA1");
      heard.event("agent-rung");
      assertThat(heard.all(ConnectionChange.class)).hasSize(2);
      assertThat(stream.calls()).hasSize(1);
    }
  }

  @Test
  void a_listener_that_fails_does_not_end_the_stream() {
    final StreamListener failing =
        new StreamListener() {
          @Override
          public void snapshot(Snapshot snapshot) {
            heard.queue.add(snapshot);
            throw new IllegalStateException("thrown on purpose");
          }

          @Override
          public void event(PayEvent event) {
            heard.queue.add(event);
          }
        };
    try (PayStream stream = client.stream(failing)) {
      heard.next(Snapshot.class);
      standIn.world.callArrives("CA1");
      heard.event("agent-rung");
      assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
    }
  }

  @Test
  void a_full_queue_holds_the_stream_and_loses_nothing() throws InterruptedException {
    final BlockingQueue<StreamItem> small = new ArrayBlockingQueue<>(1);
    try (PayStream stream = client.stream(small)) {
      assertThat(stream.state()).isNotEqualTo(ConnectionState.CLOSED);
      for (int i = 0; i < 20; i++) {
        standIn.world.callArrives("CA" + i);
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
  void after_close_nothing_is_told_and_the_last_word_is_closed() {
    final PayStream stream = client.stream(heard.queue);
    heard.next(Snapshot.class);
    stream.close();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    standIn.world.callArrives("CA1");
    assertThat(heard.next(ConnectionChange.class).state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(heard.queue).isEmpty();
    stream.close();
  }

  @Test
  void a_stream_can_be_closed_while_its_reader_stands_still_and_from_its_own_listener()
      throws InterruptedException {
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
  void a_listener_that_closes_its_stream_hears_nothing_more_of_what_has_arrived()
      throws InterruptedException {
    final BlockingQueue<PayStream> itself = new ArrayBlockingQueue<>(1);
    final PayStream stream =
        client.stream(
            new StreamListener() {
              @Override
              public void snapshot(Snapshot snapshot) {
                heard.queue.add(snapshot);
              }

              @Override
              public void digits(Digits digits) {
                heard.queue.add(digits);
                itself.remove().close();
              }

              @Override
              public void connection(ConnectionChange change) {
                heard.queue.add(change);
              }
            });
    itself.add(stream);
    heard.next(Snapshot.class);
    final String digits =
        "event: digits\ndata: {\"paySession\":\"ps_1\",\"field\":\"security-code\",\"at\":\"%s\"}\n\n"
            .formatted(World.NOW);
    standIn.sendRaw(digits + digits);
    heard.next(ConnectionChange.class, change -> change.state() == ConnectionState.CLOSED);
    assertThat(heard.all(Digits.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void however_a_stream_breaks_every_event_is_told_once_and_in_order(long seed) {
    final Random random = new Random(seed);
    try (PayStream stream = client.stream(heard.queue)) {
      heard.next(Snapshot.class);
      standIn.breakStreams(random);
      standIn.cutStreams();
      for (int i = 0; i < 15; i++) {
        standIn.world.callArrives("CA" + i);
        client.start(StartPayment.on("CA" + i).description("Zoë ☎"));
      }
      for (int i = 0; i < 250; i++) {
        final int one = random.nextInt(15);
        standIn.world.happens("ps_" + (one + 1), "capture-requested", Map.of("state", "capturing"));
      }
      standIn.world.callArrives("CA99");
      heard.next(PayEvent.class, event -> event.stream().equals("call/CA99"));
      final List<String> expected =
          standIn.world.log().stream()
              .map(l -> l.kind() + "/" + l.key() + " " + l.number() + " " + l.type())
              .toList();
      assertThat(heard.all(PayEvent.class))
          .extracting(e -> e.stream() + " " + e.number() + " " + e.type())
          .containsExactlyElementsOf(expected);
      assertThat(standIn.positionsAsked.size()).as("connections").isGreaterThan(10);
      assertThat(heard.all(Snapshot.class)).hasSize(1);
      for (PaySession session : stream.paySessions()) {
        assertThat(session.version()).isEqualTo(client.paySession(session.id()).version());
      }
    }
  }
}
