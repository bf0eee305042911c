package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.ports.CustomerLegs;
import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.Refusal;
import dev.agentpay.payments.session.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ownership of calls for which we rang no softphone.
class ClaimsTest extends CallCentre {
  @Test
  void a_claim_by_uui_takes_its_call() {
    dialled(CALL);
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(agent(ALICE).call()).contains(CALL);
  }

  @Test
  void refuses_a_payment_until_the_claimed_call_is_answered() {
    dialled(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
    pbxAnswers(CALL, Optional.empty());
    assertThat(pays(ALICE).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void a_claim_made_before_the_dial_waits() {
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
    assertThat(claims.known(UUI).awaitedBy()).contains(ALICE);
    dialled(CALL);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(claims.known(UUI).awaitedBy()).isEmpty();
  }

  @Test
  void a_withdrawn_claim_stops_waiting() {
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
  void a_served_claim_does_not_take_the_next_call() {
    claims.claim(UUI, ALICE, ORIGIN);
    dialled(CALL);
    hangsUp(CALL);
    dialled(OTHER);
    assertThat(owner(OTHER)).isEmpty();
  }

  @Test
  void a_claim_concurrent_with_the_dial_gets_the_call() {
    store.beforeAppendOf(stream(UUI), () -> dialled(CALL));
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(ALICE);
  }

  @Test
  void a_dial_and_its_claim_are_recorded_together() {
    claims.claim(UUI, ALICE, ORIGIN);
    store.dieAfter(0);
    assertThatThrownBy(() -> dialled(CALL)).isInstanceOf(StoreUnavailableException.class);
    store.isBack();
    assertThat(calls.find(CALL)).isEmpty();
    assertThat(claims.known(UUI).awaitedBy()).contains(ALICE);

    final long before = store.appends();
    dialled(CALL); // the next status callback
    assertThat(store.appends() - before).isEqualTo(1);
    assertThat(owner(CALL)).contains(ALICE);
    assertThat(claims.known(UUI).awaitedBy()).isEmpty();
  }

  @Test
  void a_second_agent_cannot_wait_for_the_same_call() {
    claims.claim(UUI, ALICE, ORIGIN);
    refused(Refusal.UUI_CLAIMED, () -> claims.claim(UUI, BOB, ORIGIN));
    passes(KEPT);
    assertThat(claims.claim(UUI, BOB, ORIGIN)).isEqualTo(new Claims.Waiting(UUI));
  }

  @Test
  void an_open_payment_blocks_a_transfer() {
    talking(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    final PaySession session = pays(ALICE);
    refused(Refusal.CALL_HAS_SESSION, () -> claims.claim(UUI, BOB, ORIGIN));
    assertThat(owner(CALL)).contains(ALICE);
    server.works();
    passes(Deadlines.PRODUCTION.opening().plusSeconds(2));
    assertThat(sessions.find(session.id()).orElseThrow().state()).isEqualTo(SessionState.FAILED);
    assertThat(claims.claim(UUI, BOB, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    assertThat(owner(CALL)).contains(BOB);
    assertThat(agent(ALICE).call()).isEmpty();
    assertThat(agent(BOB).call()).contains(CALL);
  }

  @Test
  void the_previous_owner_sees_the_call_leave() {
    talking(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    claims.claim(UUI, BOB, ORIGIN);
    hangsUp(CALL);
    assertThat(store.log().stream().filter(r -> r.stream().equals(stream(CALL))))
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
  void a_uui_with_two_live_calls_is_ambiguous() {
    talking(CALL);
    talking(OTHER);
    assertThat(claims.claim(UUI, ALICE, ORIGIN))
        .isInstanceOfSatisfying(
            Claims.Ambiguous.class,
            a -> assertThat(a.calls()).extracting(Call::sid).containsExactly(OTHER, CALL));
    assertThat(owner(CALL)).isEmpty();
    claims.claim(CALL, ALICE, ORIGIN);
    assertThat(claims.claim(UUI, ALICE, ORIGIN)).isInstanceOf(Claims.Claimed.class);
    hangsUp(OTHER);
    assertThat(claims.known(UUI).calls()).extracting(Call::sid).containsExactly(CALL);
  }

  @Test
  void a_uui_mapping_expires() {
    talking(CALL);
    passes(KEPT.minusSeconds(1));
    assertThat(claims.known(UUI).calls()).hasSize(1);
    passes(Duration.ofSeconds(1));
    assertThat(claims.known(UUI).calls()).isEmpty();
  }

  @Test
  void only_one_of_two_agents_can_claim_a_call() {
    talking(CALL);
    store.beforeAppendOf(stream(CALL), () -> claims.claim(CALL, BOB, ORIGIN));
    refused(Refusal.UNKNOWN_CALL, () -> claims.claim(CALL, ALICE, ORIGIN));
    assertThat(owner(CALL)).contains(BOB);
    assertThat(claims.claim(CALL, BOB, ORIGIN).agent()).contains(BOB);
    assertThat(agent(ALICE).call()).isEmpty();
  }

  @Test
  void an_agent_is_busy_until_both_calls_end() {
    ready(ALICE);
    talking(CALL);
    talking(OTHER);
    claims.claim(CALL, ALICE, ORIGIN);
    claims.claim(OTHER, ALICE, ORIGIN);
    hangsUp(CALL);
    assertThat(agent(ALICE).call()).contains(OTHER);
    hangsUp(OTHER);
    assertThat(agent(ALICE).isReady()).isTrue();
  }

  @Test
  void an_open_payment_blocks_an_assignment() {
    talking(CALL);
    claims.claim(CALL, ALICE, ORIGIN);
    assertThat(claims.assign(CALL, BOB, ORIGIN).agent()).contains(BOB);
    pays(BOB);
    refused(Refusal.CALL_HAS_SESSION, () -> claims.assign(CALL, ALICE, ORIGIN));
    hangsUp(CALL);
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> claims.assign(CALL, ALICE, ORIGIN));
  }

  @Test
  void a_pbx_answer_assigns_the_call_to_its_agent() {
    talking(CALL);
    pbxAnswers(CALL, Optional.of(ALICE));
    assertThat(owner(CALL)).contains(ALICE);
    pays(ALICE);
    pbxAnswers(CALL, Optional.of(BOB));
    assertThat(owner(CALL)).as("a payment is open").contains(ALICE);
    assertThat(agent(BOB).call()).isEmpty();
  }

  @Test
  void finds_a_foreign_call_by_any_leg() {
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
  void refuses_to_claim_a_leg_that_is_not_the_customers() {
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
  void asks_twilio_about_a_missed_answer_before_a_payment() {
    dialled(CALL);
    claims.claim(UUI, ALICE, ORIGIN);
    legs.put(CALL, new CustomerLegs.Answer.Customer(CALL, "", "", true, Optional.empty()));
    claims.forPayment(CALL, ALICE, false, ORIGIN);
    assertThat(pays(ALICE).state()).isEqualTo(SessionState.OPENING);
  }

  @Test
  void a_caller_on_hold_does_not_count_as_answered() {
    dialled(CALL);
    waits(CALL);
    legs.put(CALL, new CustomerLegs.Answer.Customer(CALL, "", "", true, Optional.empty()));
    claims.forPayment(CALL, BOB, false, ORIGIN);
    assertThat(call(CALL).waits()).isTrue();
    claims.assign(CALL, ALICE, ORIGIN);
    assertThat(call(CALL).answeredAt()).isEmpty();
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
  }

  @Test
  void an_assigned_call_is_answered_only_by_its_agent() {
    waits(CALL);
    assigned(CALL, ALICE);
    legs.put(CALL, new CustomerLegs.Answer.Customer(CALL, "", "", true, Optional.empty()));
    claims.forPayment(CALL, ALICE, false, ORIGIN);
    assertThat(call(CALL).answeredAt()).as("music is an answer for Twilio").isEmpty();
    refused(Refusal.CALL_NOT_IN_PROGRESS, () -> pays(ALICE));
  }

  @Test
  void a_claim_withdrawn_concurrently_gets_no_call() {
    claims.claim(UUI, ALICE, ORIGIN);
    store.beforeAppendOf(stream(CALL), () -> claims.withdraw(UUI, Optional.of(ALICE), ORIGIN));
    dialled(CALL);
    assertThat(owner(CALL)).isEmpty();
  }

  @Test
  void a_payment_may_claim_an_unowned_call() {
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
  void a_uui_must_be_printable_ascii() {
    for (String bad : List.of("", " a", "a ", "a\nb", "ü", "x".repeat(257))) {
      assertThatThrownBy(() -> new Uui(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new Uui("56a390f3;x y=~").value()).isEqualTo("56a390f3;x y=~");
  }
}
