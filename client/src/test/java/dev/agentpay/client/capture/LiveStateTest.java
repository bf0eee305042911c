package dev.agentpay.client.capture;

import static dev.agentpay.client.capture.Samples.CALL;
import static dev.agentpay.client.capture.Samples.CARD;
import static dev.agentpay.client.capture.Samples.CODE;
import static dev.agentpay.client.capture.Samples.call;
import static dev.agentpay.client.capture.Samples.captured;
import static dev.agentpay.client.capture.Samples.capturing;
import static dev.agentpay.client.capture.Samples.ofAgent;
import static dev.agentpay.client.capture.Samples.session;
import static dev.agentpay.client.capture.Samples.snapshot;
import static dev.agentpay.client.capture.Samples.typing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.client.model.Call;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The same cases as `own-calls.test.ts` of the JavaScript client, and what is typed.
class LiveStateTest {
  private static final String CALL_2 = "CA" + "2".repeat(32);
  private static final String AGENT_LEG = "CA" + "9".repeat(32);

  private final LiveState state = new LiveState();
  private final OwnCalls own = new OwnCalls();

  @Test
  void own_calls_begin_with_the_newest() {
    assertThat(next(call(CALL_2, 20), call(CALL, 10))).containsExactly(CALL_2);
  }

  @Test
  void own_calls_are_told_once_each() {
    assertThat(next()).isEmpty();
    assertThat(next(call(CALL, 10))).containsExactly(CALL);
    assertThat(next(call(CALL, 10), call(CALL_2, 20))).containsExactly(CALL_2);
    assertThat(next(call(CALL, 10), call(CALL_2, 20))).isEmpty();
  }

  @Test
  void own_calls_leave_out_those_that_ring_have_ended_or_belong_to_others() {
    assertThat(
            next(
                call(CALL, "alice", Call.State.RINGING, 1),
                call(CALL_2, "alice", Call.State.ENDED, 1),
                call("CA3", "bob", Call.State.ANSWERED, 1)))
        .isEmpty();
  }

  @Test
  void own_calls_are_told_again_when_they_come_back() {
    assertThat(next(call(CALL, 10))).containsExactly(CALL);
    assertThat(next(call(CALL, "bob", Call.State.ANSWERED, 10))).isEmpty();
    assertThat(next(call(CALL, 10))).containsExactly(CALL);
  }

  @Test
  void the_open_payment_is_found_by_the_call_and_by_the_leg_of_the_agent() {
    final PaySession open = capturing(CARD);
    state.apply(snapshot(List.of(call(CALL, 10)), List.of(open)));
    assertThat(state.openPaymentOn(CALL)).contains(open);
    assertThat(state.openPaymentOn(AGENT_LEG)).contains(open);
    assertThat(state.openPaymentOn(CALL_2)).isEmpty();
  }

  @Test
  void a_payment_that_has_ended_or_is_of_another_agent_is_not_open() {
    state.apply(snapshot(List.of(), List.of(captured(SessionState.PAID))));
    assertThat(state.openPaymentOn(CALL)).isEmpty();
    state.apply(snapshot(List.of(), List.of(ofAgent("bob", capturing(CARD)))));
    assertThat(state.openPaymentOn(CALL)).isEmpty();
  }

  @Test
  void keeps_the_newest_version() {
    final PaySession older = capturing(CARD);
    final PaySession newer = capturing(CODE, CARD);
    state.apply(snapshot(List.of(), List.of(newer)));
    assertThat(state.put(older)).isEqualTo(newer);
    assertThat(state.session("ps_1")).contains(newer);
  }

  @Test
  void forgets_what_was_typed_when_the_field_is_over_or_asked_for_again() {
    state.apply(snapshot(List.of(), List.of(capturing(CODE, CARD))));
    state.apply(typing(CARD, "x")); // late
    assertThat(state.typing("ps_1")).isEmpty();
    state.apply(typing(CODE, "xx"));
    assertThat(state.typing("ps_1")).contains(typing(CODE, "xx"));
    state.put(capturing(CODE, CARD));
    assertThat(state.typing("ps_1")).isPresent();
    state.apply(event("capture-requested", capturing(CODE, CARD)));
    assertThat(state.typing("ps_1")).isEmpty();
    state.apply(typing(CODE, "xxx"));
    state.put(session(SessionState.IDLE));
    assertThat(state.typing("ps_1")).isEmpty();
  }

  private List<String> next(Call... calls) {
    state.apply(snapshot(List.of(calls), List.of()));
    return own.next(state.answeredCalls());
  }

  private static PayEvent event(String type, PaySession session) {
    return new PayEvent(
        "session/ps_1",
        session.version(),
        type,
        Samples.AT,
        new PayEvent.Actor("twilio", ""),
        "",
        "",
        Map.of(),
        Optional.of(session),
        Optional.empty(),
        Optional.empty());
  }
}
