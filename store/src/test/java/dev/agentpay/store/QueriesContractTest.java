package dev.agentpay.store;

import static dev.agentpay.store.Given.ALICE;
import static dev.agentpay.store.Given.BOB;
import static dev.agentpay.store.Given.NOON;
import static dev.agentpay.store.Given.arrived;
import static dev.agentpay.store.Given.call;
import static dev.agentpay.store.Given.next;
import static dev.agentpay.store.Given.payment;
import static dev.agentpay.store.Given.session;
import static dev.agentpay.store.Given.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.core.Agent;
import dev.agentpay.core.AgentEvent;
import dev.agentpay.core.AgentId;
import dev.agentpay.core.Call;
import dev.agentpay.core.CallEvent;
import dev.agentpay.core.CallSid;
import dev.agentpay.core.EventStore;
import dev.agentpay.core.EventStore.Append;
import dev.agentpay.core.EventStore.SessionQuery;
import dev.agentpay.core.PaySession;
import dev.agentpay.core.SessionEvent.PaymentOpened;
import dev.agentpay.core.SessionEvent.SessionFailed;
import dev.agentpay.core.SessionId;
import dev.agentpay.core.SessionState;
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
  private static final SessionQuery ALL =
      query(Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), 50);

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

  private static SessionQuery query(
      Optional<AgentId> owner,
      Optional<String> reference,
      Optional<Instant> from,
      Set<SessionState> states,
      Optional<CallSid> call,
      int limit) {
    return new SessionQuery(owner, reference, from, states, call, limit);
  }

  private List<SessionId> ids(SessionQuery query) {
    return store.sessions(query).stream().map(PaySession::id).toList();
  }

  @Test
  void sessions_are_found_by_whatever_is_asked_for_newest_first() {
    // 1 and 3 are Alice's, 2 and 4 Bob's; 3 came later on the call of 1, which had failed.
    final Append first = started(1, 1, ALICE, "A-17", NOON);
    store.append(first);
    store.append(next(first.after(), new SessionFailed("no")));
    store.append(started(2, 2, BOB, "B-1", NOON.plusSeconds(2)));
    store.append(started(4, 4, BOB, "", NOON.plusSeconds(1)));
    final Append third = started(3, 1, ALICE, "A-17", NOON.plusSeconds(3));
    store.append(third);
    store.append(next(third.after(), new PaymentOpened(payment(3))));

    final Optional<AgentId> anybody = Optional.empty();
    final Optional<String> anything = Optional.empty();
    final Optional<Instant> ever = Optional.empty();
    final Optional<CallSid> anyCall = Optional.empty();
    final Set<SessionState> any = Set.of();

    assertThat(ids(ALL)).containsExactly(session(3), session(2), session(4), session(1));
    assertThat(ids(query(anybody, anything, ever, any, anyCall, 2)))
        .containsExactly(session(3), session(2));
    assertThat(ids(query(Optional.of(BOB), anything, ever, any, anyCall, 50)))
        .containsExactly(session(2), session(4));
    assertThat(ids(query(anybody, Optional.of("A-17"), ever, any, anyCall, 50)))
        .containsExactly(session(3), session(1));
    assertThat(ids(query(anybody, Optional.of("A-1"), ever, any, anyCall, 50))).isEmpty();
    assertThat(ids(query(anybody, Optional.of(""), ever, any, anyCall, 50)))
        .containsExactly(session(4));
    assertThat(ids(query(anybody, anything, Optional.of(NOON.plusSeconds(2)), any, anyCall, 50)))
        .containsExactly(session(3), session(2));
    assertThat(ids(query(anybody, anything, ever, any, Optional.of(call(1)), 50)))
        .containsExactly(session(3), session(1));
    assertThat(ids(query(anybody, anything, ever, Set.of(SessionState.FAILED), anyCall, 50)))
        .containsExactly(session(1));
    assertThat(ids(query(anybody, anything, ever, Set.of(SessionState.OPENING), anyCall, 50)))
        .containsExactly(session(2), session(4));
    assertThat(
            ids(
                query(
                    Optional.of(ALICE),
                    Optional.of("A-17"),
                    Optional.of(NOON),
                    Set.of(SessionState.IDLE, SessionState.FAILED),
                    Optional.of(call(1)),
                    1)))
        .containsExactly(session(3));
  }

  @Test
  void a_session_is_found_by_its_payment() {
    final Append start = started(1);
    store.append(start);
    assertThat(store.sessionOf(payment(9))).isEmpty();
    store.append(next(start.after(), new PaymentOpened(payment(9))));
    assertThat(store.sessionOf(payment(9))).contains(session(1));
  }

  @Test
  void live_calls_are_those_not_ended_and_each_agent_has_their_own() {
    final Append ringing = arrived(1, NOON);
    store.append(ringing);
    store.append(next((Call) ringing.after(), new CallEvent.AgentRung(ALICE)));
    final Append bobs = arrived(2, NOON.plusSeconds(1));
    store.append(bobs);
    store.append(next((Call) bobs.after(), new CallEvent.CallClaimed(BOB)));
    final Append over = arrived(3, NOON.plusSeconds(2));
    store.append(over);
    store.append(next((Call) over.after(), new CallEvent.CallEnded("completed", Optional.of(3))));
    store.append(arrived(4, NOON.plusSeconds(3)));

    assertThat(store.liveCalls(Optional.empty()))
        .extracting(Call::sid)
        .containsExactly(call(4), call(2), call(1));
    assertThat(store.longestCalls())
        .extracting(Call::sid)
        .containsExactly(call(1), call(2), call(4));
    assertThat(store.unmatchedCalls()).extracting(Call::sid).containsExactly(call(4));
    assertThat(store.liveCalls(Optional.of(ALICE))).extracting(Call::sid).containsExactly(call(1));
    assertThat(store.liveCalls(Optional.of(BOB))).extracting(Call::sid).containsExactly(call(2));
    final Call first = (Call) store.load(stream(1)).orElseThrow();
    store.append(next(first, new CallEvent.AgentMissed(ALICE, "no-answer")));
    assertThat(store.liveCalls(Optional.of(ALICE))).isEmpty();

    assertThat(store.waitingCalls()).isEmpty();
    for (int n : new int[] {4, 1}) {
      store.append(next((Call) store.load(stream(n)).orElseThrow(), new CallEvent.CallerWaits()));
    }
    assertThat(store.waitingCalls()).extracting(Call::sid).containsExactly(call(1), call(4));
    final Call waits = (Call) store.load(stream(4)).orElseThrow();
    store.append(next(waits, new CallEvent.CallClaimed(BOB)));
    assertThat(store.waitingCalls()).extracting(Call::sid).containsExactly(call(1));
  }

  private static dev.agentpay.core.StreamId stream(int call) {
    return dev.agentpay.core.StreamId.of(call(call));
  }

  @Test
  void ready_agents_come_longest_idle_first() {
    final Append bob = ready(BOB, NOON);
    store.append(bob);
    store.append(ready(ALICE, NOON.minusSeconds(5)));
    final AgentId carol = new AgentId("carol");
    store.append(next(Agent.unknown(carol), NOON.minusSeconds(9), new AgentEvent.AgentAway(carol)));
    assertThat(store.readyAgents()).extracting(Agent::id).containsExactly(ALICE, BOB);

    assertThat(store.busyAgents()).isEmpty();
    store.append(next((Agent) bob.after(), NOON, new AgentEvent.AgentBusy(BOB, call(1))));
    assertThat(store.readyAgents()).extracting(Agent::id).containsExactly(ALICE);
    assertThat(store.busyAgents()).extracting(Agent::id).containsExactly(BOB);
  }

  private static Append ready(AgentId agent, Instant at) {
    return next(Agent.unknown(agent), at, new AgentEvent.AgentReady(agent));
  }
}
