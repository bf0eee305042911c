package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.arrived;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.combined;
import static dev.agentpay.store.Fixtures.deadline;
import static dev.agentpay.store.Fixtures.holdOf;
import static dev.agentpay.store.Fixtures.ifFree;
import static dev.agentpay.store.Fixtures.ifUnchanged;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.queue;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static dev.agentpay.store.Fixtures.stream;
import static dev.agentpay.store.Fixtures.with;
import static dev.agentpay.store.Fixtures.withKey;
import static dev.agentpay.store.Fixtures.without;
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

/// Appends to several streams are atomic.
@ParameterizedClass
@EnumSource(Engine.class)
class SeveralStreamsContractTest {
  private static final StreamId ALICES = CallSchema.AGENT.stream("alice");

  @Parameter Engine engine;
  @TempDir Path folder;
  private Engine.Ports ports;
  private EventStore store;
  private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();

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
        .subscribe(
            Optional.empty(), Optional.empty(), item -> published.add(((Fact) item).event()));
  }

  /// Creates a call and an agent who is ready.
  private void createCallAndAgent() {
    store.append(arrived(1, NOON));
    store.append(next(Agent.unknown(ALICE), NOON, new AgentEvent.AgentReady(ALICE)));
  }

  /// Assigns the call to Alice: changes both streams.
  private Append assignment() {
    final Call call = store.load(CallSchema.CALL, call(1).value()).orElseThrow();
    final Agent alice = store.load(CallSchema.AGENT, "alice").orElseThrow();
    return combined(
        next(call, new CallEvent.CallClaimed(ALICE)),
        next(alice, NOON, new AgentEvent.AgentBusy(ALICE, call(1))));
  }

  private boolean isFree(int call) {
    return store.holder(holdOf(call)).isEmpty();
  }

  @Test
  void writes_several_streams_atomically() {
    createCallAndAgent();
    listen();
    final Append assignment = assignment();

    assertThat(store.append(assignment)).isEqualTo(new Appended());

    for (Append.StreamAppend written : assignment.streams()) {
      assertThat(store.load(written.stream())).contains(written.after());
      assertThat(store.events(written.stream(), written.expectedVersion()))
          .isEqualTo(written.events());
    }
    assertThat(published).isEqualTo(assignment.events());
  }

  @Test
  void publishes_the_events_of_an_append_together() throws Exception {
    listen();
    Concurrently.run(
        8,
        i ->
            () -> {
              Append last = combined(started(2 * i), started(2 * i + 1));
              store.append(last);
              for (int n = 0; n < 10; n++) {
                final List<Append.StreamAppend> before = last.streams();
                last =
                    combined(
                        next(before.getFirst().after(), remark("a"), remark("b")),
                        next(before.getLast().after(), remark("c")));
                assertThat(store.append(last)).isEqualTo(new Appended());
              }
              return true;
            });

    assertThat(published).hasSize(8 * 32);
    for (int i = 0; i < published.size(); i++) {
      final EventEnvelope event = published.get(i);
      if (isSecond(event.stream()) && event.number() > 1) {
        final StreamId first = published.get(i - 2).stream();
        assertThat(published.get(i - 1).stream()).isEqualTo(first);
        assertThat(first).isEqualTo(session(number(event.stream()) - 1).stream());
        assertThat(published.get(i - 1).number()).isEqualTo(2 * event.number() - 1);
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
  void a_conflict_on_one_stream_refuses_the_append() {
    createCallAndAgent();
    final Append assignment = withTasks(assignment());
    writeElsewhere(ALICES);
    assertRefused(assignment, new LostRace(ALICES));
    final Append again = withTasks(assignment());
    writeElsewhere(stream(call(1)));
    assertRefused(again, new LostRace(stream(call(1))));
  }

  @Test
  void a_conflict_on_an_unchanged_stream_refuses_the_append() {
    createCallAndAgent();
    final Append dependent = withTasks(ifUnchanged(started(1), ALICES, 1));
    writeElsewhere(ALICES);
    assertRefused(dependent, new LostRace(ALICES));
    assertRefused(withTasks(ifUnchanged(started(1), ALICES, 3)), new LostRace(ALICES));
    assertThat(store.append(ifUnchanged(started(1), ALICES, 2))).isEqualTo(new Appended());
    assertThat(store.load(ALICES).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void an_append_may_require_a_missing_stream() {
    final StreamId nobody = CallSchema.AGENT.stream("carol");
    assertThat(store.append(ifUnchanged(started(1), nobody, 0))).isEqualTo(new Appended());
    assertThat(store.load(nobody)).isEmpty();
    assertRefused(withTasks(ifUnchanged(started(2), nobody, 1)), new LostRace(nobody));

    createCallAndAgent();
    assertRefused(withTasks(ifUnchanged(started(2), ALICES, 0)), new LostRace(ALICES));
  }

  @Test
  void a_written_stream_may_be_required_unchanged() {
    final Append start = started(1);
    store.append(start);
    final Append more = next(after(start), remark("more"));
    assertThat(store.append(ifUnchanged(more, session(1).stream(), 1))).isEqualTo(new Appended());
  }

  @Test
  void a_taken_name_refuses_the_append() {
    createCallAndAgent();
    store.append(started(7));
    assertRefused(withTasks(combined(assignment(), started(8, 7, ALICE))), held(7, 7));
    assertRefused(withTasks(ifFree(assignment(), holdOf(7))), held(7, 7));
  }

  private static Held held(int call, int bySession) {
    return new Held(holdOf(call), session(bySession).stream());
  }

  @Test
  void accepts_a_free_name() {
    final Append start = started(7);
    store.append(start);
    assertThat(store.append(ifFree(started(1), holdOf(8)))).isEqualTo(new Appended());
    store.append(next(after(start), new SessionFailed("over")));
    assertThat(store.append(ifFree(started(2), holdOf(7)))).isEqualTo(new Appended());
    assertThat(isFree(7)).isTrue();
  }

  @Test
  void names_of_different_kinds_are_independent() {
    store.append(started(7));
    final Append.Hold ofCalls = new Append.Hold(CallSchema.CALL.kind(), call(7).value());
    assertThat(store.append(ifFree(started(1), ofCalls))).isEqualTo(new Appended());
    assertThat(store.holder(ofCalls)).isEmpty();
  }

  @Test
  void a_repeated_request_refuses_the_append() {
    createCallAndAgent();
    final Append first = withKey(started(1), "alice", "k1");
    store.append(first);
    assertRefused(
        withTasks(withKey(assignment(), "alice", "k1")),
        new RequestSeen(first.request().orElseThrow()));
  }

  @Test
  void a_name_moves_between_streams() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    final Append over = next(after(first), new SessionFailed("no"));

    assertThat(store.append(combined(over, started(2, 7, ALICE)))).isEqualTo(new Appended());
    assertThat(store.holder(holdOf(7))).contains(session(2).value());
  }

  @Test
  void the_order_of_streams_does_not_matter() {
    final Append first = started(1, 7, ALICE);
    store.append(first);
    final Append released = next(after(first), new CallReleased(session(2)));

    assertThat(store.append(combined(started(2, 7, ALICE), released))).isEqualTo(new Appended());
    assertThat(store.holder(holdOf(7))).contains(session(2).value());
  }

  @Test
  void a_released_name_is_free() {
    final Append start = started(7);
    store.append(start);
    final Append over = next(after(start), new SessionFailed("no"));
    assertThat(store.append(ifFree(over, holdOf(7)))).isEqualTo(new Appended());
    assertThat(isFree(7)).isTrue();
  }

  @Test
  void a_name_kept_by_a_written_stream_is_taken() {
    final Append start = started(7);
    store.append(start);
    final Append more = next(after(start), remark("goes on"));
    assertRefused(withTasks(ifFree(more, holdOf(7))), held(7, 7));
    assertRefused(withTasks(combined(more, started(8, 7, ALICE))), held(7, 7));
    assertRefused(withTasks(combined(started(8, 7, ALICE), more)), held(7, 7));
  }

  @Test
  void two_streams_cannot_take_the_same_name() {
    assertRefused(withTasks(combined(started(1, 7, ALICE), started(2, 7, ALICE))), held(7, 1));
    assertThat(isFree(7)).isTrue();
  }

  /// Adds a task to write and a task to remove.
  private Append withTasks(Append append) {
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

  /// Writes to a stream from elsewhere.
  private void writeElsewhere(StreamId stream) {
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

  /// Checks that the append is refused and changes nothing.
  private void assertRefused(Append append, AppendResult reason) {
    final List<Optional<?>> before = states(append);
    final String position = ports.feed().position();
    published.clear();
    listen();

    assertThat(store.append(append)).isEqualTo(reason);

    assertThat(states(append)).isEqualTo(before);
    assertThat(published).isEmpty();
    assertThat(ports.feed().position()).isEqualTo(position);
    assertThat(ports.outbox().leaseDue("node", NOON, NOON))
        .extracting(Task::queue)
        .containsOnly(queue(session(50)))
        .hasSize(2);
    if (!(reason instanceof RequestSeen)) {
      append.request().ifPresent(r -> assertThat(store.request(r.owner(), r.key())).isEmpty());
    }
  }

  private List<Optional<?>> states(Append append) {
    final List<Optional<?>> states = new ArrayList<>();
    append.streams().forEach(s -> states.add(store.load(s.stream())));
    return states;
  }
}
