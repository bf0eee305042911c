package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CAROL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.ORIGIN;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallSchema;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.StreamId;
import org.junit.jupiter.api.Test;

/// Ownership of a call when another agent takes it concurrently.
class OwnershipRaceTest {

  @Test
  void an_agent_who_loses_a_call_concurrently_is_not_busy() {
    final Exchange exchange = new Exchange("*=sip-in:pbx.example.com");
    exchange.customerCalls(CALL);
    exchange.store.beforeAppendOf(agent(ALICE), () -> exchange.claims(BOB, CALL.value()));
    exchange.claims(ALICE, CALL.value());
    assertThat(exchange.call(CALL).agent()).as("the last claim wins").contains(ALICE);
    assertThat(exchange.agent(ALICE).call()).contains(CALL);
    assertThat(exchange.agent(BOB).call()).isEmpty();
  }

  @Test
  void an_agent_rung_during_an_assignment_is_not_busy() {
    final Exchange exchange = new Exchange("*=softphone");
    exchange.ready(CAROL, ALICE);
    final Reply dial = exchange.customerCalls(CALL);
    exchange.store.beforeAppendOf(agent(ALICE), () -> exchange.claims.assign(CALL, BOB, ORIGIN));
    exchange.dialEnded(dial, CALL, "no-answer");
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(ALICE).isReady()).isTrue();
    assertThat(exchange.agent(CAROL).isReady()).isTrue();
    assertThat(exchange.agent(BOB).call()).contains(CALL);
  }

  @Test
  void a_reassigned_call_does_not_return_to_its_dialler() {
    final Exchange exchange = new Exchange("*=softphone");
    final Reply dial = exchange.softphoneDials(ALICE, LEG, CUSTOMER);
    exchange.leg(dial, CALL, LEG, "ringing");
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
    exchange.claims.assign(CALL, BOB, ORIGIN);
    exchange.leg(dial, CALL, LEG, "in-progress");
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(ALICE).call()).isEmpty();
    exchange.leg(dial, CALL, LEG, "completed");
    final long version = exchange.call(CALL).version();
    exchange.leg(dial, CALL, LEG, "completed");
    exchange.leg(dial, CALL, LEG, "in-progress");
    assertThat(exchange.call(CALL).version()).isEqualTo(version);
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(BOB).call()).isEmpty();
  }

  @Test
  void a_waiting_claim_takes_only_the_first_customer() {
    final Exchange exchange = new Exchange(SIP_DOMAIN + "=sip-out");
    exchange.claims(ALICE, "c7");
    final Reply first = exchange.pbxCalls(LEG, "SipHeader_User-to-User", "c7");
    exchange.leg(first, CALL, LEG, "initiated");
    final Reply second = exchange.pbxCalls(Exchange.sid('8'), "SipHeader_User-to-User", "c7");
    exchange.leg(second, Exchange.OTHER, Exchange.sid('8'), "initiated");
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
    assertThat(exchange.call(Exchange.OTHER).agent()).isEmpty();
  }

  private static StreamId agent(AgentId agent) {
    return CallSchema.AGENT.stream(agent.value());
  }
}
