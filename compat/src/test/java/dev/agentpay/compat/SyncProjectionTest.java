package dev.agentpay.compat;

import static dev.agentpay.compat.CompatNode.ALICE;
import static dev.agentpay.compat.CompatNode.PAY_MAP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.MemorySpool;
import dev.agentpay.events.MemoryStore;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Task;
import dev.agentpay.events.VirtualTime;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.values.CallSid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests the outbox rows that events add. [SyncDeliveryTest] tests how they are written to Sync.
class SyncProjectionTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final AgentId BOB = new AgentId("bob");
  private static final CallSid CALL = CompatNode.call(1);
  private static final Uui UUI = new Uui("c7");

  private final SyncProjection projection = new SyncProjection(PAY_MAP);

  @Test
  void adds_a_row_for_a_claimed_call() {
    assertThat(rowsFor(Optional.of(UUI), new CallEvent.CallClaimed(ALICE)))
        .containsExactly(
            Task.next("sync/alice/uui/" + UUI, new SyncCall(ALICE, UUI, CALL, at(2)), at(2)));
  }

  @Test
  void uses_only_the_last_agent_of_one_append() {
    final List<Task> rows =
        rowsFor(
            Optional.of(UUI), new CallEvent.CallClaimed(ALICE), new CallEvent.CallAssigned(BOB));
    assertThat(rows)
        .containsExactly(
            Task.next("sync/bob/uui/" + UUI, new SyncCall(BOB, UUI, CALL, at(3)), at(3)));
  }

  @Test
  void removes_the_call_from_the_agent_whom_it_leaves() {
    assertThat(
            rowsFor(
                Optional.of(UUI),
                new CallEvent.CallClaimed(ALICE),
                new CallEvent.CallLeft(ALICE),
                new CallEvent.CallAssigned(BOB)))
        .containsExactly(
            Task.next("sync/alice/uui/" + UUI, new SyncCallLeft(ALICE, UUI, CALL, at(3)), at(3)),
            Task.next("sync/bob/uui/" + UUI, new SyncCall(BOB, UUI, CALL, at(4)), at(4)));
  }

  @Test
  void removes_the_call_from_an_agent_who_does_not_answer() {
    assertThat(
            rowsFor(
                Optional.of(UUI),
                new CallEvent.AgentRung(ALICE),
                new CallEvent.AgentMissed(ALICE, "no-answer")))
        .containsExactly(
            Task.next("sync/alice/uui/" + UUI, new SyncCallLeft(ALICE, UUI, CALL, at(3)), at(3)));
  }

  @Test
  void adds_no_row_for_a_call_without_uui() {
    assertThat(rowsFor(Optional.empty(), new CallEvent.CallClaimed(ALICE))).isEmpty();
  }

  @Test
  void adds_no_row_if_the_call_has_already_ended() {
    assertThat(
            rowsFor(
                Optional.of(UUI),
                new CallEvent.CallClaimed(ALICE),
                new CallEvent.CallEnded("completed", Optional.of(5))))
        .isEmpty();
  }

  @Test
  void adds_no_row_for_other_call_events() {
    assertThat(rowsFor(Optional.of(UUI), new CallEvent.CallAnswered(Optional.empty()))).isEmpty();
  }

  @Test
  void adds_no_row_for_a_payments_other_causes() {
    final MemoryStore store = new MemoryStore(CompatNode.SCHEMA);
    final CompatNode node = node(store);
    node.startPayment(ALICE, CALL, Optional.of(PAY_MAP));
    assertThat(queues(store)).isEmpty();
  }

  @Test
  void queues_each_payment_in_the_map_separately() {
    assertThat(queuesOfTwoPayments(PAY_MAP))
        .containsExactly(
            "sync/alice/payMap/" + CompatNode.payment(CompatNode.call(1)),
            "sync/alice/payMap/" + CompatNode.payment(CompatNode.call(2)));
  }

  @Test
  void queues_all_payments_in_a_document_together() {
    assertThat(queuesOfTwoPayments("a-document"))
        .containsExactly("sync/alice/a-document", "sync/alice/a-document");
  }

  /// Returns the queues of the rows for one status callback of each of two payments.
  private static List<String> queuesOfTwoPayments(String mirror) {
    final MemoryStore store = new MemoryStore(CompatNode.SCHEMA);
    final CompatNode node = node(store);
    final PaySession first = node.startPayment(ALICE, CompatNode.call(1), Optional.of(mirror));
    final PaySession second = node.startPayment(ALICE, CompatNode.call(2), Optional.of(mirror));
    node.receivesCallback(first, "created");
    node.receivesCallback(second, "created");
    return queues(store);
  }

  private static CompatNode node(MemoryStore store) {
    final VirtualTime time = new VirtualTime();
    final CompatNode node =
        new CompatNode(
            new CompatNode.Storage(store, store, store, new MemorySpool()),
            time,
            time.new Node(),
            "node",
            new FakeSync());
    node.leaseService(ALICE, Duration.ofDays(1));
    return node;
  }

  private static List<String> queues(MemoryStore store) {
    return store.tasks().stream()
        .map(Task::queue)
        .filter(queue -> queue.startsWith("sync/"))
        .toList();
  }

  /// Returns the rows for a call that arrived earlier and now has these events.
  private List<Task> rowsFor(Optional<Uui> uui, CallEvent... more) {
    Call call =
        Call.begin(
            event(
                1,
                new CallEvent.CallArrived(
                    CALL,
                    "+12025550188",
                    "+12025550123",
                    CallRoute.SIP_OUT,
                    uui,
                    Optional.empty())));
    final List<EventEnvelope> events = new ArrayList<>();
    for (CallEvent event : more) {
      events.add(event(events.size() + 2, event));
      call = call.evolve(events.getLast());
    }
    return projection.rows(new Append.StreamAppend(1, events, call), "a cause");
  }

  private static EventEnvelope event(long number, CallEvent event) {
    return new EventEnvelope(
        CallSchema.CALL.stream(CALL.value()),
        number,
        at(number),
        new Origin(Actor.TWILIO, "203.0.113.7", "test"),
        Optional.empty(),
        event);
  }

  private static Instant at(long number) {
    return NOON.plusSeconds(number);
  }
}
