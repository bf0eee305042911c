package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.server.options.Limits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StreamTest {
  @AutoClose
  private final World world =
      new World(
          o ->
              World.with(
                  o,
                  new Limits(
                      65_536, 100, 200, 50, Duration.ofMillis(300), 100, Duration.ofSeconds(10))));

  @Test
  void a_page_gets_a_snapshot_and_then_events() {
    final String id = world.sessionOf("alice").at("id");
    try (SseReader alice = SseReader.by(world.as("alice"))) {
      assertThat(alice.response.headers().firstValue("Content-Type"))
          .hasValue("text/event-stream; charset=utf-8");
      assertThat(alice.response.headers().firstValue("Cache-Control")).hasValue("no-store");
      final SseReader.Frame snapshot = alice.next();
      assertThat(snapshot.event()).isEqualTo("snapshot");
      assertThat(snapshot.id()).isNotEmpty();
      assertThat(snapshot.json().at("/paySessions/0/id").asString()).isEqualTo(id);
      assertThat(snapshot.json().at("/calls/0/agent").asString()).isEqualTo("alice");
      assertThat(snapshot.json().at("/me/user/name").asString()).isEqualTo("alice");
      assertThat(snapshot.json().at("/me/agent/availability").asString()).isNotEmpty();

      capture(id);
      final SseReader.Frame event = alice.next(f -> f.event().equals("pay-session"));
      assertThat(event.id()).isNotEmpty();
      assertThat(event.type()).isEqualTo("capture-requested");
      assertThat(event.json().at("/stream").asString()).isEqualTo("session/" + id);
      assertThat(event.json().at("/number").asInt()).isPositive();
      assertThat(event.json().at("/actor/name").asString()).isEqualTo("alice");
      assertThat(event.json().at("/actor/role").asString()).isEqualTo("agent");
      assertThat(event.json().at("/event/field").asString()).isEqualTo("payment-card-number");
      assertThat(event.json().at("/paySession/capturing").asString())
          .isEqualTo("payment-card-number");

      typed(id, "xxxx");
      final SseReader.Frame digits = alice.next(f -> f.event().equals("digits"));
      assertThat(digits.id()).isEmpty();
      assertThat(digits.json().at("/mask").asString()).isEqualTo("xxxx");
      assertThat(digits.json().at("/paySession").asString()).isEqualTo(id);

      world.as("alice").put("/api/me/availability", "{\"availability\":\"ready\"}");
      assertThat(alice.next(f -> f.event().equals("agent")).json().at("/agent/name").asString())
          .isEqualTo("alice");
      final String call = world.callOf("alice");
      assertThat(alice.next(f -> f.event().equals("call")).json().at("/call/sid").asString())
          .isEqualTo(call);
    }
  }

  @Test
  void agents_see_their_own_events_and_supervisors_all() {
    final String mine = world.sessionOf("alice").at("id");
    final String other = world.sessionOf("bob").at("id");
    try (SseReader alice = SseReader.by(world.as("alice"));
        SseReader all = SseReader.by(world.as("sue"));
        SseReader bobs = SseReader.by(world.as("sue"), "/api/events?agent=bob")) {
      assertThat(alice.next().data()).contains(mine).doesNotContain(other, "\"bob\"");
      assertThat(all.next().data()).contains(mine, other);
      assertThat(bobs.next().data()).contains(other).doesNotContain(mine);
      cancel(other);
      typed(other, "xx");
      cancel(mine);
      assertThat(bobs.next().data()).contains(other);
      assertThat(all.next(f -> f.data().contains(mine)).event()).isEqualTo("pay-session");
      final SseReader.Frame next = alice.next();
      assertThat(next.data()).contains(mine).doesNotContain(other);
      assertThat(next.type()).isEqualTo("cancel-requested");
    }
    assertThat(world.as("alice").get("/api/events?agent=bob").status()).isEqualTo(400);
    assertThat(world.anyone().get("/api/events").status()).isEqualTo(401);
  }

  @Test
  void a_reconnecting_reader_gets_each_event_once_in_order() throws InterruptedException {
    final List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(world.sessionOf("alice").at("id"));
    }
    final String before = world.position();
    final AtomicBoolean done = new AtomicBoolean();
    final List<Thread> writers = new ArrayList<>();
    for (String id : ids) {
      writers.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 40; i++) {
                  world
                      .as("alice")
                      .post(
                          "/api/pay-sessions/" + id + "/captures",
                          "{\"field\":\"payment-card-number\",\"again\":true}");
                }
                cancel(id);
              }));
    }
    Thread.startVirtualThread(
        () -> {
          writers.forEach(StreamTest::join);
          done.set(true);
        });
    final List<String> seen = new ArrayList<>();
    final Set<String> ended = new HashSet<>();
    String position = before;
    int visits = 0;
    while (ended.size() < ids.size()) {
      try (SseReader page = SseReader.by(world.as("alice").with("Last-Event-ID", position))) {
        visits++;
        for (int i = 0; i < 7 && ended.size() < ids.size(); i++) {
          final SseReader.Frame frame = page.next();
          assertThat(frame.event()).isEqualTo("pay-session");
          position = frame.id();
          assertThat(frame.json().at("/paySession/version").asInt())
              .as("the state is not older than the event")
              .isGreaterThanOrEqualTo(frame.json().at("/number").asInt());
          seen.add(frame.key());
          if (frame.type().equals("session-cancelled")) {
            ended.add(frame.json().path("stream").asString());
          }
        }
      }
    }
    assertThat(visits).isGreaterThan(5);
    final List<String> expected =
        world.store.eventStore().events(world.stored(ids.getFirst()).stream(), 0).stream()
            .filter(r -> seen.contains(r.stream() + "#" + r.number()))
            .map(r -> r.stream() + "#" + r.number())
            .toList();
    assertThat(seen).doesNotHaveDuplicates();
    for (String id : ids) {
      final List<String> ofOne = seen.stream().filter(key -> key.contains(id)).toList();
      final long last = world.stored(id).version();
      final int first = Integer.parseInt(ofOne.getFirst().replaceFirst(".*#", ""));
      assertThat(ofOne)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.rangeClosed(first, last)
                  .mapToObj(n -> "session/" + id + "#" + n)
                  .toList());
      assertThat(ofOne).hasSizeGreaterThan(40);
    }
    assertThat(seen).containsSubsequence(expected);
    assertThat(done).satisfies(_ -> await().untilTrue(done));
  }

  @Test
  void no_event_is_lost_between_snapshot_and_updates() throws InterruptedException {
    final String id = world.sessionOf("alice").at("id");
    final AtomicBoolean enough = new AtomicBoolean();
    final Thread writer =
        Thread.startVirtualThread(
            () -> {
              while (!enough.get()) {
                capture(id);
              }
            });
    for (int i = 0; i < 60; i++) {
      try (SseReader page = SseReader.by(world.as("alice"))) {
        final int stood = page.next().json().at("/paySessions/0/version").asInt();
        final int next =
            page.next(f -> f.event().equals("pay-session")).json().at("/number").asInt();
        assertThat(next).isLessThanOrEqualTo(stood + 1);
      }
    }
    enough.set(true);
    writer.join();
  }

  @Test
  void an_unknown_position_gets_a_snapshot() {
    try (SseReader page = SseReader.by(world.as("alice").with("Last-Event-ID", "nonsense"))) {
      assertThat(page.next().event()).isEqualTo("snapshot");
    }
  }

  @Test
  void an_idle_connection_sends_heartbeats() {
    try (SseReader page = SseReader.by(world.as("alice"))) {
      page.next(f -> f.event().equals(":"));
      page.next(f -> f.event().equals(":"));
    }
  }

  @Test
  void limits_connections_per_user() {
    try (World strict =
            new World(
                o ->
                    World.with(
                        o,
                        new Limits(
                            65_536,
                            3,
                            4,
                            50,
                            Duration.ofMillis(300),
                            100,
                            Duration.ofSeconds(10))));
        SseReader _ = SseReader.by(strict.as("alice"));
        SseReader _ = SseReader.by(strict.as("alice"))) {
      final SseReader third = SseReader.by(strict.as("alice"));
      final HttpAnswer fourth = strict.as("alice").get("/api/events");
      assertThat(fourth.status()).isEqualTo(429);
      assertThat(fourth.problem()).isEqualTo("too-many");
      assertThat(fourth.header("Retry-After")).isNotEmpty();
      try (SseReader bob = SseReader.by(strict.as("bob"))) {
        assertThat(bob.next().event()).isEqualTo("snapshot");
        assertThat(strict.as("bob").get("/api/events").at("detail"))
            .contains("limit of SSE connections");
      }
      third.close();
      await().ignoreExceptions().untilAsserted(() -> SseReader.by(strict.as("alice")).close());
    }
  }

  @Test
  void a_slow_reader_is_cut_off_and_delays_nobody() throws IOException {
    final String id = world.sessionOf("alice").at("id");
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(
          new java.net.InetSocketAddress(
              java.net.InetAddress.getLoopbackAddress(), world.server.baseUri().getPort()),
          5_000);
      slow.getOutputStream()
          .write(
              ("GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + world.token("alice")
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      await().untilAsserted(() -> assertThat(open()).isEqualTo(1.0));
      try (SseReader quick = SseReader.by(world.as("alice"))) {
        quick.next();
        // More than the socket buffers and the queue can hold: an event has a few kilobytes.
        for (int i = 0; i < 10_000 && open() > 1.0; i++) {
          capture(id);
          // Wait for the fast reader each time, so that it never falls behind.
          quick.next(f -> f.event().equals("pay-session") && f.type().equals("capture-requested"));
        }
        assertThat(open()).isEqualTo(1.0);
        assertThat(world.meters.get("agentpay.streams.slow").counter().count())
            .as("not by a timeout of a blocked write")
            .isEqualTo(1);
        cancel(id);
        quick.next(f -> f.event().equals("pay-session") && f.type().equals("cancel-requested"));
      }
    }
  }

  @Test
  void a_connection_ends_when_its_token_expires() throws Exception {
    try (SseReader page = SseReader.by(world.as("alice"))) {
      page.next();
      world.ahead.set(Duration.ofHours(9));
      page.awaitEnd();
    }
    assertThat(world.as("alice").get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void a_stopping_server_ends_its_connections() throws Exception {
    try (SseReader page = SseReader.by(world.as("alice"))) {
      page.next();
      world.server.close();
      page.awaitEnd();
    }
  }

  private double open() {
    return world.meters.get("agentpay.streams.open").gauge().value();
  }

  private void capture(String id) {
    assertThat(
            world
                .as("alice")
                .post(
                    "/api/pay-sessions/" + id + "/captures",
                    "{\"field\":\"payment-card-number\",\"again\":true}")
                .status())
        .isEqualTo(200);
  }

  private void cancel(String id) {
    final String agent = world.stored(id).agent().value();
    world.as(agent).post("/api/pay-sessions/" + id + "/cancel", "");
  }

  private void typed(String id, String mask) {
    world
        .twilio()
        .status(
            world,
            id,
            Map.of(
                "Capture", "payment-card-number",
                "PaymentCardNumber", mask,
                "Required", "payment-card-number",
                "PartialResult", "true"));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
