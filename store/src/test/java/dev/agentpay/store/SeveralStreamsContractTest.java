package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.after;
import static dev.agentpay.store.Given.arrived;
import static dev.agentpay.store.Given.askedBy;
import static dev.agentpay.store.Given.call;
import static dev.agentpay.store.Given.deadline;
import static dev.agentpay.store.Given.holdOf;
import static dev.agentpay.store.Given.ifFree;
import static dev.agentpay.store.Given.ifUnchanged;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.queue;
import static dev.agentpay.store.Given.remark;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static dev.agentpay.store.Given.stream;
import static dev.agentpay.store.Given.together;
import static dev.agentpay.store.Given.with;
import static dev.agentpay.store.Given.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.EventStore.AppendResult;
import dev.agentpay.events.EventStore.Appended;
import dev.agentpay.events.EventStore.Held;
import dev.agentpay.events.EventStore.LostRace;
import dev.agentpay.events.EventStore.RequestSeen;
import dev.agentpay.events.Feed.Fact;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.Task;
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.SessionEvent.CallReleased;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Appends to several streams, and what must hold for them: all is done or nothing.
@ParameterizedClass
@EnumSource(Engine.class)
class SeveralStreamsContractTest {
  private static final StreamId ALICES = CallSchema.AGENT.stream("alice");

  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;
  private final List<EventEnvelope> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    ports = engine.open(folder);
    store = ports.events();
  }

  @AfterEach
  void close() {
    ports.close();
  }

  private void listen() {
    ports
        .feed()
        .subscribe(Optional.empty(), Optional.empty(), item -> told.add(((Fact) item).event()));
  }

  /// A call of Alice, who is ready otherwise.
  private void ringing() {
    store.append(arrived(1, NOON));
    store.append(next(Agent.unknown(ALICE), NOON, new AgentEvent.AgentReady(ALICE)));
  }

  /// The call is given to Alice: neither is changed without the other.
  private Append given() {
    final Call call = store.load(CallSchema.CALL, call(1).value()).orElseThrow();
    final Agent alice = store.load(CallSchema.AGENT, "alice").orElseThrow();
    return together(
        next(call, new CallEvent.CallClaimed(ALICE)),
        next(alice, NOON, new AgentEvent.AgentBusy(ALICE, call(1))));
  }

  private boolean isFree(int call) {
    return store.holder(holdOf(call)).isEmpty();
  }

  @Test
  void several_streams_are_written_at_once() {
    ringing();
    listen();
    final Append given = given();

    assertThat(store.append(given)).isEqualTo(new Appended());

    for (Append.StreamAppend written : given.streams()) {
      assertThat(store.load(written.stream())).contains(written.after());
      assertThat(store.events(written.stream(), written.expectedVersion()))
          .isEqualTo(written.events());
    }
    assertThat(told).isEqualTo(given.events());
  }

  @Test
  void the_events_of_one_append_come_together() throws Exception {
    listen();
    Together.run(
        8,
        i ->
            () -> {
              Append last = together(started(2 * i), started(2 * i + 1));
              store.append(last);
              for (int n = 0; n < 10; n++) {
                final List<Append.StreamAppend> before = last.streams();
                last =
                    together(
                        next(before.getFirst().after(), remark("a"), remark("b")),
                        next(before.getLast().after(), remark("c")));
                assertThat(store.append(last)).isEqualTo(new Appended());
              }
              return true;
            });

    assertThat(told).hasSize(8 * 32);
    for (int i = 0; i < told.size(); i++) {
      final EventEnvelope event = told.get(i);
      if (isSecond(event.stream()) && event.number() > 1) {
        final StreamId first = told.get(i - 2).stream();
        assertThat(told.get(i - 1).stream()).isEqualTo(first);
        assertThat(first).isEqualTo(session(number(event.stream()) - 1).stream());
        assertThat(told.get(i - 1).number()).isEqualTo(2 * event.number() - 1);
      }
    }
  }

  private static int number(StreamId session) {
    return Integer.parseInt(session.key().substring(3));
  }

  private static boolean isSecond(StreamId session) {
    return number(session) % 2 == 1;
  }

  @Test
  void a_race_lost_on_any_stream_loses_all() {
    ringing();
    final Append given = dressed(given());
    meanwhile(ALICES);
    refused(given, new LostRace(ALICES));
    final Append again = dressed(given());
    meanwhile(stream(call(1)));
    refused(again, new LostRace(stream(call(1))));
  }

  @Test
  void a_race_lost_on_an_unchanged_stream_loses_all() {
    ringing();
    final Append upon = dressed(ifUnchanged(started(1), ALICES, 1));
    meanwhile(ALICES);
    refused(upon, new LostRace(ALICES));
    refused(dressed(ifUnchanged(started(1), ALICES, 3)), new LostRace(ALICES));
    assertThat(store.append(ifUnchanged(started(1), ALICES, 2))).isEqualTo(new Appended());
    assertThat(store.load(ALICES).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void a_stream_that_has_not_begun_may_stay_so() {
    final StreamId nobody = CallSchema.AGENT.stream("carol");
    assertThat(store.append(ifUnchanged(started(1), nobody, 0))).isEqualTo(new Appended());
    assertThat(store.load(nobody)).isEmpty();
    refused(dressed(ifUnchanged(started(2), nobody, 1)), new LostRace(nobody));

    ringing();
    refused(dressed(ifUnchanged(started(2), ALICES, 0)), new LostRace(ALICES));
  }

  @Test
  void a_stream_that_is_written_may_be_unchanged_too() {
    final Append start = started(1);
    store.append(start);
    final Append more = next(after(start), remark("more"));
    assertThat(store.append(ifUnchanged(more, session(1).stream(), 1))).isEqualTo(new Appended());
  }

  @Test
  void a_name_that_another_holds_refuses_all() {
    ringing();
    store.append(started(7));
    refused(dressed(together(given(), started(8, 7, ALICE))), held(7, 7));
    refused(dressed(ifFree(given(), holdOf(7))), held(7, 7));
  }

  private static Held held(int call, int bySession) {
    return new Held(holdOf(call), session(bySession).stream());
  }

  @Test
  void a_name_that_nobody_holds_is_free() {
    final Append start = started(7);
    store.append(start);
    assertThat(store.append(ifFree(started(1), holdOf(8)))).isEqualTo(new Appended());
    store.append(next(after(start), new SessionFailed("over")));
    assertThat(store.append(ifFree(started(2), holdOf(7)))).isEqualTo(new Appended());
    assertThat(isFree(7)).isTrue();
  }

  @Test
  void a_name_of_another_kind_is_another_name() {
    store.append(started(7));
    final Append.Hold ofCalls = new Append.Hold(CallSchema.CALL.kind(), call(7).value());
    assertThat(store.append(ifFree(started(1), ofCalls))).isEqualTo(new Appended());
    assertThat(store.holder(ofCalls)).isEmpty();
  }

  @Test
  void a_request_that_was_seen_refuses_all() {
    ringing();
    final Append first = askedBy(started(1), "alice", "k1");
    store.append(first);
    refused(
        dressed(askedBy(given(), "alice", "k1")), new RequestSeen(first.request().orElseThrow()));
  }

  @Test
  void a_name_passes_from_one_stream_to_another() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    final Append over = next(after(first), new SessionFailed("no"));

    assertThat(store.append(together(over, started(2, 7, ALICE)))).isEqualTo(new Appended());
    assertThat(store.holder(holdOf(7))).contains(session(2).value());
  }

  @Test
  void the_order_of_streams_decides_nothing() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    final Append released = next(after(first), new CallReleased(session(2)));

    assertThat(store.append(together(started(2, 7, ALICE), released))).isEqualTo(new Appended());
    assertThat(store.holder(holdOf(7))).contains(session(2).value());
  }

  @Test
  void a_name_that_is_given_up_is_free() {
    final Append start = started(7);
    store.append(start);
    final Append over = next(after(start), new SessionFailed("no"));
    assertThat(store.append(ifFree(over, holdOf(7)))).isEqualTo(new Appended());
    assertThat(isFree(7)).isTrue();
  }

  @Test
  void a_name_that_a_written_stream_keeps_is_not_free() {
    final Append start = started(7);
    store.append(start);
    final Append more = next(after(start), remark("goes on"));
    refused(dressed(ifFree(more, holdOf(7))), held(7, 7));
    refused(dressed(together(more, started(8, 7, ALICE))), held(7, 7));
    refused(dressed(together(started(8, 7, ALICE), more)), held(7, 7));
  }

  @Test
  void two_streams_of_one_append_cannot_take_one_name() {
    refused(dressed(together(started(1, 7, ALICE), started(2, 7, ALICE))), held(7, 1));
    assertThat(isFree(7)).isTrue();
  }

  /// With a task that is put and one that is removed.
  private Append dressed(Append append) {
    if (store.load(session(50).stream()).isEmpty()) {
      store.append(with(started(50), deadline(session(50), NOON), task(50)));
    }
    return without(
        with(append, deadline(session(51), NOON), task(51)),
        new Task.Id(queue(session(50)), Task.DEADLINE));
  }

  private static Task task(int session) {
    return Task.of(queue(session(session)), 1, new Instruction.Cancel(), NOON);
  }

  /// Somebody else writes to a stream.
  private void meanwhile(StreamId stream) {
    final Append other =
        stream.equals(ALICES)
            ? next(
                store.load(CallSchema.AGENT, "alice").orElseThrow(),
                NOON,
                new AgentEvent.AgentAway(ALICE))
            : next(
                store.load(CallSchema.CALL, call(1).value()).orElseThrow(),
                new CallEvent.CallerWaits());
    assertThat(store.append(other)).isEqualTo(new Appended());
  }

  /// Nothing of it is done.
  private void refused(Append append, AppendResult why) {
    final List<Optional<?>> before = states(append);
    final String position = ports.feed().position();
    told.clear();
    listen();

    assertThat(store.append(append)).isEqualTo(why);

    assertThat(states(append)).isEqualTo(before);
    assertThat(told).isEmpty();
    assertThat(ports.feed().position()).isEqualTo(position);
    assertThat(ports.outbox().leaseDue("node", NOON, NOON))
        .extracting(Task::queue)
        .containsOnly(queue(session(50)))
        .hasSize(2);
    if (!(why instanceof RequestSeen)) {
      append.request().ifPresent(r -> assertThat(store.request(r.owner(), r.key())).isEmpty());
    }
  }

  private List<Optional<?>> states(Append append) {
    final List<Optional<?>> states = new ArrayList<>();
    append.streams().forEach(s -> states.add(store.load(s.stream())));
    return states;
  }
}
