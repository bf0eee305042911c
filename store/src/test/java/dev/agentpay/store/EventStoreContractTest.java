package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.BOB;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.askedBy;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.core.EventStore;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.AppendResult;
import dev.agentpay.core.EventStore.AppendResult.Appended;
import dev.agentpay.core.EventStore.AppendResult.CallHeld;
import dev.agentpay.core.EventStore.AppendResult.LostRace;
import dev.agentpay.core.EventStore.AppendResult.RequestSeen;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.Recorded;
import dev.agentpay.core.SessionEvent.AlarmRaised;
import dev.agentpay.core.SessionEvent.CallReleased;
import dev.agentpay.core.SessionEvent.SessionFailed;
import dev.agentpay.core.StreamId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  void what_is_appended_is_found_again_to_the_nanosecond() {
    final Append start = started(1);
    final Append more = next(start.after(), remark("one"), remark("two"));

    assertThat(store.load(session(1).stream())).isEmpty();
    assertThat(store.append(start)).isEqualTo(new Appended());
    assertThat(store.append(more)).isEqualTo(new Appended());

    assertThat(store.load(session(1).stream())).contains(more.after());
    assertThat(store.events(session(1).stream(), 0))
        .containsExactly(start.events().get(0), more.events().get(0), more.events().get(1));
    assertThat(store.events(session(1).stream(), 2)).containsExactly(more.events().get(1));
    assertThat(store.events(session(2).stream(), 0)).isEmpty();
  }

  @Test
  void events_come_in_pages() {
    Append last = started(1);
    store.append(last);
    for (int i = 0; i < EventStore.MAX_ROWS; i++) {
      last = next(last.after(), remark("remark " + i));
      store.append(last);
    }
    final List<Recorded> page = store.events(session(1).stream(), 0);

    assertThat(page).hasSize(EventStore.MAX_ROWS);
    assertThat(store.events(session(1).stream(), page.getLast().number()))
        .extracting(Recorded::number)
        .containsExactly(EventStore.MAX_ROWS + 1L);
  }

  @Test
  void an_append_upon_an_old_version_loses_and_changes_nothing() {
    final Append start = started(1);
    store.append(start);
    final Append winner = next(start.after(), remark("winner"));
    store.append(winner);

    final Append loser = askedBy(next(start.after(), remark("loser")), "alice", "k1");
    assertThat(store.append(loser)).isEqualTo(new LostRace());
    assertThat(store.append(started(1))).isEqualTo(new LostRace());
    assertThat(store.append(next(next(winner.after(), remark("x")).after(), remark("too new"))))
        .isEqualTo(new LostRace());

    assertThat(store.load(session(1).stream())).contains(winner.after());
    assertThat(store.events(session(1).stream(), 0)).hasSize(2);
    assertThat(store.request("alice", "k1")).isEmpty();
  }

  @Test
  void sixteen_writers_on_one_stream_lose_nothing_and_number_nothing_twice() throws Exception {
    final int each = 20;
    store.append(started(1));

    Together.run(
        16,
        writer ->
            () -> {
              for (int i = 0; i < each; i++) {
                appendUntilWon(session(1).stream(), "%d of %d".formatted(i, writer));
              }
              return true;
            });

    final List<Recorded> events = store.events(session(1).stream(), 1);
    assertThat(events)
        .extracting(Recorded::number)
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
  void a_hundred_streams_grow_side_by_side() throws Exception {
    Together.run(
        100,
        i ->
            () -> {
              Append last = started(i);
              assertThat(store.append(last)).isEqualTo(new Appended());
              for (int n = 0; n < 10; n++) {
                last = next(last.after(), remark("remark " + n));
                assertThat(store.append(last)).isEqualTo(new Appended());
              }
              return true;
            });

    for (int i = 0; i < 100; i++) {
      assertThat(store.events(session(i).stream(), 0))
          .extracting(Recorded::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 11).boxed().toList());
    }
  }

  @Test
  void of_two_sessions_that_race_for_a_call_exactly_one_wins() throws Exception {
    for (int call = 0; call < 20; call++) {
      final int onCall = call;
      final List<AppendResult> results =
          Together.run(2, i -> () -> store.append(started(1000 + 2 * onCall + i, onCall, ALICE)));

      final int winner = results.indexOf(new Appended());
      assertThat(winner).isNotNegative();
      final var winnerId = session(1000 + 2 * onCall + winner);
      assertThat(results.get(1 - winner)).isEqualTo(new CallHeld(winnerId));
      assertThat(store.holderOf(Given.call(onCall))).contains(winnerId);
      assertThat(store.load(session(1000 + 2 * onCall + 1 - winner).stream())).isEmpty();
    }
  }

  @Test
  void a_call_is_free_again_when_its_session_is_over_or_released() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    store.append(next(first.after(), new SessionFailed("over")));
    assertThat(store.holderOf(Given.call(7))).isEmpty();

    final Append second = started(2, 7, ALICE);
    assertThat(store.append(second)).isEqualTo(new Appended());
    assertThat(store.append(next(second.after(), remark("goes on")))).isEqualTo(new Appended());
    assertThat(store.append(started(3, 7, ALICE))).isEqualTo(new CallHeld(session(2)));

    final PaySession going = (PaySession) store.load(session(2).stream()).orElseThrow();
    store.append(next(going, new CallReleased(session(3))));
    assertThat(store.append(started(3, 7, ALICE))).isEqualTo(new Appended());
    assertThat(store.holderOf(Given.call(7))).contains(session(3));
  }

  @Test
  void a_repeated_request_finds_what_the_first_one_led_to() {
    final Append start = askedBy(started(1), "alice", "k1");
    store.append(start);

    final AppendResult again = store.append(askedBy(started(2), "alice", "k1"));
    assertThat(again).isEqualTo(new RequestSeen(start.request().orElseThrow()));
    assertThat(store.request("alice", "k1")).isEqualTo(start.request());
    assertThat(store.load(session(2).stream())).isEmpty();

    assertThat(store.request("bob", "k1")).isEmpty();
    assertThat(store.append(askedBy(started(3), "bob", "k1"))).isEqualTo(new Appended());
  }

  @Test
  void a_repeated_request_is_seen_before_its_race_is_lost_and_that_before_the_call_is_held() {
    store.append(askedBy(started(1, 7, ALICE), "alice", "k1"));

    assertThat(store.append(askedBy(started(1, 7, ALICE), "alice", "k1")))
        .isInstanceOf(RequestSeen.class);
    assertThat(store.append(askedBy(started(1, 7, ALICE), "alice", "k2")))
        .isInstanceOf(LostRace.class);
    assertThat(store.append(askedBy(started(2, 7, ALICE), "alice", "k2")))
        .isInstanceOf(CallHeld.class);
    assertThat(store.request("alice", "k2")).isEmpty();
  }

  @Test
  void of_requests_that_race_under_one_key_exactly_one_is_carried_out() throws Exception {
    final List<AppendResult> results =
        Together.run(8, i -> () -> store.append(askedBy(started(i), "alice", "k1")));

    final int winner = results.indexOf(new Appended());
    assertThat(winner).isNotNegative();
    final AppendResult seen =
        new RequestSeen(askedBy(started(winner), "alice", "k1").request().orElseThrow());
    assertThat(IntStream.range(0, 8).filter(i -> i != winner).mapToObj(results::get))
        .hasSize(7)
        .allMatch(seen::equals);
  }

  @Test
  void a_request_that_changes_nothing_is_remembered_too() {
    final Append start = started(1);
    store.append(start);
    final Append nothing = askedBy(next(start.after()), "alice", "k1");

    assertThat(store.append(nothing)).isEqualTo(new Appended());
    assertThat(store.request("alice", "k1")).isEqualTo(nothing.request());
    assertThat(store.events(session(1).stream(), 0)).hasSize(1);
  }

  @Test
  void an_append_that_contradicts_itself_is_refused() {
    final Append start = started(1);
    store.append(start);
    final Append two = next(start.after(), remark("two"));

    assertThatThrownBy(() -> store.append(twisted(two, 0, two.events(), two.after())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("event 2");
    assertThatThrownBy(() -> store.append(twisted(two, 1, two.events(), start.after())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> store.append(twisted(two, 1, started(2).events(), two.after())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> {
              final var nobody = dev.agentpay.core.Agent.unknown(BOB);
              store.append(
                  new Append(
                      nobody.stream(),
                      0,
                      List.of(),
                      nobody,
                      List.of(),
                      Set.of(),
                      Optional.empty()));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with an event");
    assertThat(store.load(session(1).stream())).contains(start.after());
  }

  private static Append twisted(
      Append append, long version, List<Recorded> events, dev.agentpay.core.Aggregate after) {
    return new Append(
        append.stream(), version, events, after, List.of(), Set.of(), Optional.empty());
  }

  @Test
  void two_lives_of_one_agent_are_two_streams() {
    final var alice =
        next(
            dev.agentpay.core.Agent.unknown(ALICE),
            NOON,
            new dev.agentpay.core.AgentEvent.AgentReady(ALICE));
    store.append(alice);
    assertThat(store.load(new StreamId(StreamId.Kind.CALL, "alice"))).isEmpty();
    assertThat(store.load(new StreamId(StreamId.Kind.AGENT, "alice"))).contains(alice.after());
  }
}
