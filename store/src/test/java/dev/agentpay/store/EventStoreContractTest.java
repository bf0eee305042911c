package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.holdOf;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.AppendResult;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.Held;
import dev.agentpay.events.EventStore.LostRace;
import dev.agentpay.events.EventStore.RequestSeen;
import dev.agentpay.events.StreamId;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent.AlarmRaised;
import dev.agentpay.payments.session.SessionEvent.CallReleased;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.payments.values.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class EventStoreContractTest {
  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void loads_what_was_appended() {
    final Append start = started(1);
    final Append more = next(after(start), remark("one"), remark("two"));

    assertThat(store.load(session(1).stream())).isEmpty();
    assertThat(store.append(start)).isEqualTo(new Appended());
    assertThat(store.append(more)).isEqualTo(new Appended());

    assertThat(store.load(session(1).stream())).contains(after(more));
    assertThat(store.events(session(1).stream(), 0))
        .containsExactly(start.events().get(0), more.events().get(0), more.events().get(1));
    assertThat(store.events(session(1).stream(), 2)).containsExactly(more.events().get(1));
    assertThat(store.events(session(2).stream(), 0)).isEmpty();
  }

  @Test
  void returns_events_in_pages() {
    Append last = started(1);
    store.append(last);
    for (int i = 0; i < EventStore.MAX_ROWS; i++) {
      last = next(after(last), remark("remark " + i));
      store.append(last);
    }
    final List<EventEnvelope> page = store.events(session(1).stream(), 0);

    assertThat(page).hasSize(EventStore.MAX_ROWS);
    assertThat(store.events(session(1).stream(), page.getLast().number()))
        .extracting(EventEnvelope::number)
        .containsExactly(EventStore.MAX_ROWS + 1L);
  }

  @Test
  void an_append_to_an_old_version_changes_nothing() {
    final Append start = started(1);
    store.append(start);
    final Append winner = next(after(start), remark("winner"));
    store.append(winner);

    final Append loser = withKey(next(after(start), remark("loser")), "alice", "k1");
    final AppendResult lost = new LostRace(session(1).stream());
    assertThat(store.append(loser)).isEqualTo(lost);
    assertThat(store.append(started(1))).isEqualTo(lost);
    assertThat(store.append(next(after(next(after(winner), remark("x"))), remark("too new"))))
        .isEqualTo(lost);

    assertThat(store.load(session(1).stream())).contains(after(winner));
    assertThat(store.events(session(1).stream(), 0)).hasSize(2);
    assertThat(store.request("alice", "k1")).isEmpty();
  }

  @Test
  void sixteen_concurrent_writers_lose_no_event() throws Exception {
    final int each = 20;
    store.append(started(1));

    Concurrently.run(
        16,
        writer ->
            () -> {
              for (int i = 0; i < each; i++) {
                appendUntilWon(session(1).stream(), "%d of %d".formatted(i, writer));
              }
              return true;
            });

    final List<EventEnvelope> events = store.events(session(1).stream(), 1);
    assertThat(events)
        .extracting(EventEnvelope::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 16L * each + 1).boxed().toList());
    assertThat(events)
        .extracting(r -> ((AlarmRaised) r.event()).why())
        .doesNotHaveDuplicates()
        .hasSize(16 * each);
    assertThat(store.load(session(1).stream()).orElseThrow().version()).isEqualTo(16L * each + 1);
  }

  private void appendUntilWon(StreamId stream, String text) {
    AppendResult result;
    do {
      result = store.append(next(store.load(stream).orElseThrow(), remark(text)));
    } while (result instanceof LostRace);
    assertThat(result).isEqualTo(new Appended());
  }

  @Test
  void a_hundred_streams_grow_concurrently() throws Exception {
    Concurrently.run(
        100,
        i ->
            () -> {
              Append last = started(i);
              assertThat(store.append(last)).isEqualTo(new Appended());
              for (int n = 0; n < 10; n++) {
                last = next(after(last), remark("remark " + n));
                assertThat(store.append(last)).isEqualTo(new Appended());
              }
              return true;
            });

    for (int i = 0; i < 100; i++) {
      assertThat(store.events(session(i).stream(), 0))
          .extracting(EventEnvelope::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
    }
  }

  @Test
  void only_one_of_two_sessions_gets_a_call() throws Exception {
    for (int call = 0; call < 20; call++) {
      final int onCall = call;
      final List<AppendResult> results =
          Concurrently.run(
              2, i -> () -> store.append(started(1000 + 2 * onCall + i, onCall, ALICE)));

      final int winner = results.indexOf(new Appended());
      assertThat(winner).isNotNegative();
      final SessionId winnerId = session(1000 + 2 * onCall + winner);
      assertThat(results.get(1 - winner)).isEqualTo(new Held(holdOf(onCall), winnerId.stream()));
      assertThat(store.holder(holdOf(onCall))).contains(winnerId.value());
      assertThat(store.load(session(1000 + 2 * onCall + 1 - winner).stream())).isEmpty();
    }
  }

  @Test
  void a_call_is_free_after_its_session_ends() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    store.append(next(after(first), new SessionFailed("over")));
    assertThat(store.holder(holdOf(7))).isEmpty();

    final Append second = started(2, 7, ALICE);
    assertThat(store.append(second)).isEqualTo(new Appended());
    assertThat(store.append(next(after(second), remark("goes on")))).isEqualTo(new Appended());
    assertThat(store.append(started(3, 7, ALICE)))
        .isEqualTo(new Held(holdOf(7), session(2).stream()));

    final PaySession going = (PaySession) store.load(session(2).stream()).orElseThrow();
    store.append(next(going, new CallReleased(session(3))));
    assertThat(store.append(started(3, 7, ALICE))).isEqualTo(new Appended());
    assertThat(store.holder(holdOf(7))).contains(session(3).value());
  }

  @Test
  void a_repeated_request_finds_the_first_result() {
    final Append start = withKey(started(1), "alice", "k1");
    store.append(start);

    final AppendResult again = store.append(withKey(started(2), "alice", "k1"));
    assertThat(again).isEqualTo(new RequestSeen(start.request().orElseThrow()));
    assertThat(store.request("alice", "k1")).isEqualTo(start.request());
    assertThat(store.load(session(2).stream())).isEmpty();

    assertThat(store.request("bob", "k1")).isEmpty();
    assertThat(store.append(withKey(started(3), "bob", "k1"))).isEqualTo(new Appended());
  }

  @Test
  void checks_request_key_then_version_then_name() {
    store.append(withKey(started(1, 7, ALICE), "alice", "k1"));

    assertThat(store.append(withKey(started(1, 7, ALICE), "alice", "k1")))
        .isInstanceOf(RequestSeen.class);
    assertThat(store.append(withKey(started(1, 7, ALICE), "alice", "k2")))
        .isInstanceOf(LostRace.class);
    assertThat(store.append(withKey(started(2, 7, ALICE), "alice", "k2"))).isInstanceOf(Held.class);
    assertThat(store.request("alice", "k2")).isEmpty();
  }

  @Test
  void executes_one_of_several_requests_with_one_key() throws Exception {
    final List<AppendResult> results =
        Concurrently.run(8, i -> () -> store.append(withKey(started(i), "alice", "k1")));

    final int winner = results.indexOf(new Appended());
    assertThat(winner).isNotNegative();
    final AppendResult seen =
        new RequestSeen(withKey(started(winner), "alice", "k1").request().orElseThrow());
    assertThat(IntStream.range(0, 8).filter(i -> i != winner).mapToObj(results::get))
        .hasSize(7)
        .allMatch(seen::equals);
  }

  @Test
  void refuses_an_inconsistent_append() {
    final Append start = started(1);
    final Append two = next(after(start), remark("two"));
    final List<EventEnvelope> second = two.events();

    assertThatThrownBy(() -> Append.of(0, second, after(two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event 2");
    assertThatThrownBy(() -> Append.of(1, second, after(start)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> Append.of(1, started(2).events(), after(two)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Append.of(0, List.of(), Agent.unknown(BOB)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing is written");
    assertThatThrownBy(() -> Append.of(List.of(), List.of(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("events or tasks");
    assertThatThrownBy(
            () ->
                Append.of(
                    List.of(start.streams().getFirst(), two.streams().getFirst()),
                    List.of(),
                    Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("written twice");
  }

  @Test
  void streams_of_different_kinds_are_independent() {
    final Append alice = next(Agent.unknown(ALICE), NOON, new AgentEvent.AgentReady(ALICE));
    store.append(alice);
    assertThat(store.load(CallSchema.CALL.stream("alice"))).isEmpty();
    assertThat(store.load(CallSchema.AGENT.stream("alice"))).contains(after(alice));
    assertThat(store.load(CallSchema.AGENT, "alice")).contains((Agent) after(alice));
  }
}
