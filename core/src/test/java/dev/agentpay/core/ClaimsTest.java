package dev.agentpay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Whose a call is that no softphone of ours was rung for.
class ClaimsTest {
  private static final AgentId ALICE = new AgentId("alice");
  private static final AgentId BOB = new AgentId("bob");
  private static final CallSid CALL = Statuses.CALL;
  private static final CallSid OTHER = sid('2');
  private static final CallSid LEG = sid('3');
  private static final Uui UUI = new Uui("conversation-7");
  private static final Origin ORIGIN = new Origin(Actor.TWILIO, "203.0.113.7", "test");
  private static final Duration KEPT = Duration.ofHours(12);

  private final VirtualTime time = new VirtualTime();
  private final VirtualTime.Node node = time.new Node();
  private final MemoryStore store = new MemoryStore();
  private final Map<CallSid, CustomerLegs.Answer> legs = new HashMap<>();
  private final PaySessions sessions = store.sessionsWithoutTwilio(node);
  private final Calls calls = new Calls(store, sessions, node, _ -> {});
  private final Claims claims =
      new Claims(
          store,
          calls,
          leg -> legs.getOrDefault(leg, new CustomerLegs.Answer.Unknown()),
          node,
          KEPT);

  private static CallSid sid(char digit) {
    return new CallSid("CA" + String.valueOf(digit).repeat(32));
  }

  /// The PBX dials a customer under the UUI.
  private void dialled(CallSid call) {
    calls.began(
        new CallEvent.CallArrived(
            call,
            "+12025550100",
            "+12025550123",
            CallRoute.SIP_OUT,
            Optional.of(UUI),
            Optional.empty()),
        ORIGIN);
    claims.map(UUI, call, ORIGIN);
  }

  private void talking(CallSid call) {
    dialled(call);
    calls.talks(call, Optional.of(LEG), ORIGIN);
  }

  private Optional<AgentId> owner(CallSid call) {
    return calls.find(call).orElseThrow().agent();
  }

  private PaySession pays(AgentId agent) {
    return sessions.start(
        agent,
        Story.request(Optional.of(Money.of("1.00", "USD")), Advance.SERVER),
        false,
        Optional.empty(),
        ORIGIN);
  }

  private static void refused(Refusal why, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(why));
  }

  @Test
  void a_claim_by_uui_takes_the_call_that_was_dialled_under_it() {
    dialled(CALL);
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(calls.agents().find(ALICE).call()).contains(CALL);
  }

  @Test
  void the_uui_leads_to_the_call_before_it_is_answered_and_a_payment_waits_for_the_answer() {
    dialled(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
    calls.talks(CALL, Optional.of(LEG), ORIGIN);
    assertThat(pays(ALICE).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void a_claim_made_before_the_dial_waits_for_it() {
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
    assertThat(claims.known(UUI).awaitedBy()).contains(ALICE);
    dialled(CALL);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(claims.known(UUI).awaitedBy()).isEmpty();
  }

  @Test
  void a_claim_that_is_taken_back_waits_no_longer() {
    claims.claim(UUI, ALICE, ORIGIN);
    assertThat(claims.withdraw(UUI, Optional.of(BOB), ORIGIN).awaitedBy())
        .as("not by another agent")
        .contains(ALICE);
    assertThat(claims.withdraw(UUI, Optional.of(ALICE), ORIGIN).awaitedBy()).isEmpty();
    assertThat(claims.claim(UUI, BOB, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
    assertThat(claims.withdraw(UUI, Optional.empty(), ORIGIN).awaitedBy())
        .as("by a supervisor")
        .isEmpty();
    dialled(CALL);
    assertThat(owner(CALL)).isEmpty();
    assertThat(claims.withdraw(UUI, Optional.empty(), ORIGIN).calls())
        .extracting(Call::sid)
        .containsExactly(CALL);
  }

  @Test
  void a_claim_that_had_its_call_does_not_take_the_next_one() {
    claims.claim(UUI, ALICE, ORIGIN);
    dialled(CALL);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    dialled(OTHER);
    assertThat(owner(OTHER)).isEmpty();
  }

  @Test
  void a_claim_that_meets_the_dial_is_served_whoever_is_first() {
    store.beforeAppendOf(UUI.stream(), () -> dialled(CALL));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_node_that_dies_between_map_and_claim_leaves_it_to_what_twilio_tells_next() {
    for (int written = 0; written < 4; written++) {
      final CallSid call = new CallSid("CA" + "%032x".formatted(written + 10));
      claims.claim(UUI, ALICE, ORIGIN);
      store.dieAfter(written);
      assertThatThrownBy(() -> dialled(call)).isInstanceOf(StoreUnavailableException.class);
      store.isBack();
      dialled(call); // the next status callback
      assertThat(owner(call)).as("after %s writes", written).contains(ALICE);
      assertThat(claims.known(UUI).awaitedBy()).isEmpty();
      calls.ended(call, "completed", Optional.empty(), ORIGIN);
    }
  }

  @Test
  void only_the_first_of_two_agents_waits_for_a_call() {
    claims.claim(UUI, ALICE, ORIGIN);
    refused(Refusal.UUI_CLAIMED, () -> claims.claim(UUI, BOB, ORIGIN));
    time.runUntil(time.now().plus(KEPT));
    assertThat(claims.claim(UUI, BOB, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
  }

  @Test
  void after_a_transfer_the_same_uui_claims_again_unless_a_payment_is_open() {
    talking(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    final PaySession session = pays(ALICE);
    refused(Refusal.CALL_HAS_SESSION, () -> claims.claim(UUI, BOB, ORIGIN));
    assertThat(owner(CALL)).contains(ALICE);
    sessions.ask(session.id(), new Input.Cancel(), Optional.empty(), ORIGIN);
    sessions.callOver(CALL, "for the test", ORIGIN);
    assertThat(claims.claim(UUI, BOB, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(BOB);
    assertThat(calls.agents().find(ALICE).call()).isEmpty();
    assertThat(calls.agents().find(BOB).call()).contains(CALL);
  }

  @Test
  void the_agent_before_sees_the_call_leave_and_nothing_after_that() {
    talking(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    claims.claim(UUI, BOB, ORIGIN);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    assertThat(store.log().stream().filter(r -> r.stream().equals(StreamId.of(CALL))))
        .extracting(r -> r.event().getClass().getSimpleName() + " " + r.audience().orElse(null))
        .containsExactly(
            "CallArrived null",
            "CallAnswered null",
            "CallClaimed alice",
            "CallLeft alice",
            "CallClaimed bob",
            "CallEnded bob");
  }

  @Test
  void two_customers_under_one_uui_are_for_the_agent_to_pick() {
    talking(CALL);
    talking(OTHER);
    assertThat(claims.claim(UUI, ALICE, ORIGIN))
        .isInstanceOfSatisfying(
            Claims.Ambiguous.class,
            a -> assertThat(a.calls()).extracting(Call::sid).containsExactly(OTHER, CALL));
    assertThat(owner(CALL)).isEmpty();
    claims.claim(CALL, ALICE, ORIGIN);
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    calls.ended(OTHER, "completed", Optional.empty(), ORIGIN);
    assertThat(claims.known(UUI).calls()).extracting(Call::sid).containsExactly(CALL);
  }

  @Test
  void an_entry_is_forgotten_after_its_time() {
    talking(CALL);
    time.runUntil(time.now().plus(KEPT).minusSeconds(1));
    assertThat(claims.known(UUI).calls()).hasSize(1);
    time.runUntil(time.now().plusSeconds(1));
    assertThat(claims.known(UUI).calls()).isEmpty();
  }

  @Test
  void only_one_of_two_agents_can_claim_a_call_by_its_sid() {
    talking(CALL);
    store.beforeAppendOf(StreamId.of(CALL), () -> claims.claim(CALL, BOB, ORIGIN));
    refused(Refusal.UNKNOWN_CALL, () -> claims.claim(CALL, ALICE, ORIGIN));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(claims.claim(CALL, BOB, ORIGIN).agent()).contains(BOB);
    assertThat(calls.agents().find(ALICE).call()).isEmpty();
  }

  @Test
  void who_has_two_calls_is_busy_until_both_are_over() {
    calls.agents().available(ALICE, true, ORIGIN);
    talking(CALL);
    talking(OTHER);
    claims.claim(CALL, ALICE, ORIGIN);
    claims.claim(OTHER, ALICE, ORIGIN);
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    assertThat(calls.agents().find(ALICE).call()).contains(OTHER);
    calls.ended(OTHER, "completed", Optional.empty(), ORIGIN);
    assertThat(calls.agents().find(ALICE).isReady()).isTrue();
  }

  @Test
  void a_supervisor_gives_a_call_to_another_agent_but_not_under_an_open_payment() {
    talking(CALL);
    claims.claim(CALL, ALICE, ORIGIN);
    assertThat(claims.assign(CALL, BOB, ORIGIN).agent()).contains(BOB);
    pays(BOB);
    refused(Refusal.CALL_HAS_SESSION, () -> claims.assign(CALL, ALICE, ORIGIN));
    calls.ended(CALL, "completed", Optional.empty(), ORIGIN);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> claims.assign(CALL, ALICE, ORIGIN));
  }

  @Test
  void a_call_that_we_did_not_place_is_found_by_any_of_its_legs() {
    final CustomerLegs.Answer.Customer customer =
        new CustomerLegs.Answer.Customer(
            CALL, "+12025550123", "+12025550100", true, Optional.of(LEG));
    legs.put(LEG, customer);
    final Call call = claims.claim(LEG, ALICE, ORIGIN);
    assertThat(call.sid()).isEqualTo(CALL);
    assertThat(call.route()).isEqualTo(CallRoute.FOREIGN);
    assertThat(call.agentLeg()).contains(LEG);
    assertThat(pays(ALICE).request().call()).isEqualTo(CALL);
  }

  @Test
  void what_twilio_does_not_know_or_is_no_customers_cannot_be_claimed() {
    refused(Refusal.UNKNOWN_CALL, () -> claims.claim(LEG, ALICE, ORIGIN));
    legs.put(LEG, new CustomerLegs.Answer.NoCustomer("name the customer's leg"));
    refused(Refusal.NOT_A_CUSTOMER_LEG, () -> claims.claim(LEG, ALICE, ORIGIN));
    legs.put(LEG, new CustomerLegs.Answer.Unavailable("no answer"));
    refused(Refusal.TWILIO_UNAVAILABLE, () -> claims.claim(LEG, ALICE, ORIGIN));
    legs.put(LEG, new CustomerLegs.Answer.Customer(CALL, "", "", false, Optional.empty()));
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> claims.claim(LEG, ALICE, ORIGIN));
    assertThat(store.log()).isEmpty();
  }

  @Test
  void an_answer_that_nobody_told_us_of_is_asked_for_before_a_payment() {
    dialled(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    legs.put(CALL, new CustomerLegs.Answer.Customer(CALL, "", "", true, Optional.empty()));
    claims.forPayment(CALL, ALICE, false, ORIGIN);
    assertThat(pays(ALICE).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void who_waits_with_music_talks_to_nobody_whatever_twilio_says_of_the_leg() {
    dialled(CALL);
    calls.waits(CALL, ORIGIN);
    legs.put(CALL, new CustomerLegs.Answer.Customer(CALL, "", "", true, Optional.empty()));
    claims.forPayment(CALL, BOB, false, ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().waits()).isTrue();
    claims.assign(CALL, ALICE, ORIGIN);
    assertThat(calls.find(CALL).orElseThrow().answeredAt()).isEmpty();
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
  }

  @Test
  void a_claim_that_is_taken_back_while_its_call_is_dialled_gets_no_call() {
    claims.claim(UUI, ALICE, ORIGIN);
    store.beforeAppendOf(StreamId.of(CALL), () -> claims.withdraw(UUI, Optional.of(ALICE), ORIGIN));
    dialled(CALL);
    assertThat(owner(CALL)).isEmpty();
  }

  @Test
  void a_payment_claims_a_call_of_nobody_where_that_is_allowed() {
    talking(CALL);
    claims.forPayment(CALL, ALICE, false, ORIGIN);
    assertThat(owner(CALL)).isEmpty();
    refused(Refusal.UNKNOWN_CALL, () -> claims.forPayment(OTHER, ALICE, false, ORIGIN));
    claims.forPayment(CALL, ALICE, true, ORIGIN);
    assertThat(owner(CALL)).contains(ALICE);
    claims.forPayment(CALL, BOB, true, ORIGIN);
    assertThat(owner(CALL)).contains(ALICE);
    refused(Refusal.UNKNOWN_CALL, () -> pays(BOB));
  }

  @Test
  void a_uui_is_printable_text_without_spaces_around_it() {
    for (String bad : List.of("", " a", "a ", "a\nb", "ü", "x".repeat(257))) {
      assertThatThrownBy(() -> new Uui(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new Uui("56a390f3;x y=~").value()).isEqualTo("56a390f3;x y=~");
  }
}
