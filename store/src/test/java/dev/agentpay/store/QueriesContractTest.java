package dev.agentpay.store;

import static dev.agentpay.store.Fixtures.ALICE;
import static dev.agentpay.store.Fixtures.BOB;
import static dev.agentpay.store.Fixtures.NOON;
import static dev.agentpay.store.Fixtures.after;
import static dev.agentpay.store.Fixtures.arrived;
import static dev.agentpay.store.Fixtures.call;
import static dev.agentpay.store.Fixtures.next;
import static dev.agentpay.store.Fixtures.payment;
import static dev.agentpay.store.Fixtures.remark;
import static dev.agentpay.store.Fixtures.session;
import static dev.agentpay.store.Fixtures.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.Agent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Append;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionEvent.PaymentOpened;
import dev.agentpay.payments.session.SessionEvent.SessionFailed;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class QueriesContractTest {
  private static final Query ALL = Query.ALL.atMost(50);
  private static final Query LIVE = Query.ALL.open(true);
  private static final Query WAITING = LIVE.ownedByNobody().in(Set.of("WAITING")).fromOldest();

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

  private List<SessionId> ids(Query query) {
    return store.find(PaymentSchema.SESSION, query).stream().map(PaySession::id).toList();
  }

  private List<CallSid> calls(Query query) {
    return store.find(CallSchema.CALL, query).stream().map(Call::sid).toList();
  }

  private List<AgentId> agents(Query query) {
    return store.find(CallSchema.AGENT, query).stream().map(Agent::id).toList();
  }

  @Test
  void finds_sessions_by_every_criterion() {
    // Sessions 1 and 3 belong to Alice, 2 and 4 to Bob. Session 3 started later on the call of
    // session 1, which had failed.
    final Append first = started(1, 1, ALICE, "A-17", NOON);
    store.append(first);
    store.append(next(after(first), new SessionFailed("no")));
    store.append(started(2, 2, BOB, "B-1", NOON.plusSeconds(2)));
    store.append(started(4, 4, BOB, "", NOON.plusSeconds(1)));
    final Append third = started(3, 1, ALICE, "A-17", NOON.plusSeconds(3));
    store.append(third);
    store.append(next(after(third), new PaymentOpened(payment(3))));

    assertThat(ids(ALL)).containsExactly(session(3), session(2), session(4), session(1));
    assertThat(ids(ALL.fromOldest()))
        .containsExactly(session(1), session(4), session(2), session(3));
    assertThat(ids(ALL.atMost(2))).containsExactly(session(3), session(2));
    assertThat(ids(ALL.ownedBy(Optional.of(BOB)))).containsExactly(session(2), session(4));
    assertThat(ids(ALL.with("reference", "A-17"))).containsExactly(session(3), session(1));
    assertThat(ids(ALL.with("reference", "A-1"))).isEmpty();
    assertThat(ids(ALL.with("reference", ""))).containsExactly(session(4));
    assertThat(ids(ALL.since(Optional.of(NOON.plusSeconds(2)))))
        .containsExactly(session(3), session(2));
    assertThat(ids(ALL.with("call", call(1).value()))).containsExactly(session(3), session(1));
    assertThat(ids(ALL.in(Set.of("FAILED")))).containsExactly(session(1));
    assertThat(ids(ALL.in(Set.of("OPENING")))).containsExactly(session(2), session(4));
    assertThat(ids(ALL.open(true))).containsExactly(session(3), session(2), session(4));
    assertThat(ids(ALL.open(false))).containsExactly(session(1));
    assertThat(
            ids(
                Query.ALL
                    .ownedBy(Optional.of(ALICE))
                    .with("call", call(1).value())
                    .with("reference", "A-17")
                    .since(Optional.of(NOON))
                    .in(Set.of("IDLE", "FAILED"))
                    .atMost(1)))
        .containsExactly(session(3));
  }

  @Test
  void orders_streams_of_the_same_time_by_creation() {
    for (int i : new int[] {3, 1, 2}) {
      store.append(started(i));
    }
    store.append(next(store.load(session(3).stream()).orElseThrow(), remark("goes on")));

    assertThat(ids(ALL)).containsExactly(session(2), session(1), session(3));
    assertThat(ids(ALL.fromOldest())).containsExactly(session(3), session(1), session(2));
  }

  @Test
  void finds_a_session_by_its_payment() {
    final Append start = started(1);
    store.append(start);
    final Query ofPayment = Query.ALL.with("payment", payment(9).value()).atMost(1);
    assertThat(ids(ofPayment)).isEmpty();
    store.append(next(after(start), new PaymentOpened(payment(9))));
    assertThat(ids(ofPayment)).containsExactly(session(1));
    assertThat(ids(ofPayment.with("payment", payment(8).value())))
        .as("a stream has one value for each key")
        .isEmpty();
    assertThat(ids(ofPayment.with("payment", ""))).isEmpty();
  }

  @Test
  void refuses_an_unregistered_lookup_key() {
    store.append(started(1));
    assertThatThrownBy(() -> ids(Query.ALL.with("invoice", "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invoice");
    assertThatThrownBy(() -> calls(Query.ALL.with("call", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void finds_live_calls_by_owner() {
    final Append ringing = arrived(1, NOON);
    store.append(ringing);
    store.append(next((Call) after(ringing), new CallEvent.AgentRung(ALICE)));
    final Append bobs = arrived(2, NOON.plusSeconds(1));
    store.append(bobs);
    store.append(next((Call) after(bobs), new CallEvent.CallClaimed(BOB)));
    final Append over = arrived(3, NOON.plusSeconds(2));
    store.append(over);
    store.append(next((Call) after(over), new CallEvent.CallEnded("completed", Optional.of(3))));
    store.append(arrived(4, NOON.plusSeconds(3)));

    assertThat(calls(LIVE)).containsExactly(call(4), call(2), call(1));
    assertThat(calls(LIVE.fromOldest())).containsExactly(call(1), call(2), call(4));
    assertThat(calls(LIVE.ownedByNobody())).containsExactly(call(4));
    assertThat(calls(LIVE.ownedBy(Optional.of(ALICE)))).containsExactly(call(1));
    assertThat(calls(LIVE.ownedBy(Optional.of(BOB)))).containsExactly(call(2));
    store.append(next(loaded(1), new CallEvent.AgentMissed(ALICE, "no-answer")));
    assertThat(calls(LIVE.ownedBy(Optional.of(ALICE)))).isEmpty();
    assertThat(calls(LIVE.ownedByNobody())).containsExactly(call(4), call(1));
  }

  @Test
  void lists_waiting_callers_longest_first() {
    for (int n : new int[] {1, 2, 3}) {
      store.append(arrived(n, NOON.minusSeconds(n)));
    }
    assertThat(calls(WAITING)).isEmpty();
    for (int n : new int[] {1, 3}) {
      store.append(next(loaded(n), new CallEvent.CallerWaits()));
    }
    assertThat(calls(WAITING)).containsExactly(call(3), call(1));
    store.append(next(loaded(3), new CallEvent.CallClaimed(BOB)));
    assertThat(calls(WAITING)).containsExactly(call(1));
  }

  private Call loaded(int call) {
    return store.load(CallSchema.CALL, call(call).value()).orElseThrow();
  }

  @Test
  void lists_ready_agents_longest_idle_first() {
    final Append bob = ready(BOB, NOON);
    store.append(bob);
    store.append(ready(ALICE, NOON.minusSeconds(5)));
    final AgentId carol = new AgentId("carol");
    store.append(next(Agent.unknown(carol), NOON.minusSeconds(9), new AgentEvent.AgentAway(carol)));
    final Query ready = Query.ALL.open(true).fromOldest();
    assertThat(agents(ready)).containsExactly(ALICE, BOB);

    final Query busy = Query.ALL.open(false).in(Set.of("BUSY")).fromOldest();
    assertThat(agents(busy)).isEmpty();
    store.append(next((Agent) after(bob), NOON, new AgentEvent.AgentBusy(BOB, call(1))));
    assertThat(agents(ready)).containsExactly(ALICE);
    assertThat(agents(busy)).containsExactly(BOB);
  }

  private static Append ready(AgentId agent, Instant at) {
    return next(Agent.unknown(agent), at, new AgentEvent.AgentReady(agent));
  }
}
