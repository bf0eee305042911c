package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.BOBS_PHONE;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.HERE;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.ORIGIN;
import static dev.agentpay.voice.Exchange.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallRoute;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Calls that ring an agent's own telephone.
class ForwardTest {
  private final Exchange exchange = new Exchange("*=forward:" + BOBS_PHONE);

  @Test
  void rings_a_telephone_even_if_its_agent_is_not_ready() {
    assertThat(exchange.agent(BOB).wantsCalls()).isFalse();
    assertThat(exchange.customerCalls(CALL).target()).isEqualTo(BOBS_PHONE);
    assertThat(exchange.agent(BOB).call()).contains(CALL);
  }

  @Test
  void a_second_caller_gets_busy_until_the_agent_is_free() {
    final Reply first = exchange.customerCalls(CALL);
    exchange.leg(first, LEG, CALL, "in-progress");
    assertThat(exchange.customerCalls(OTHER).isBusy()).isTrue();
    assertThat(exchange.call(OTHER).ended()).contains("busy");
    assertThat(exchange.agent(BOB).call()).contains(CALL);
    exchange.caller(CALL, "completed");
    assertThat(exchange.agent(BOB).call()).isEmpty();
    assertThat(exchange.customerCalls(Exchange.sid('4')).target()).isEqualTo(BOBS_PHONE);
  }

  @Test
  void a_softphone_call_makes_the_telephone_busy_too() {
    final Exchange both = new Exchange(Exchange.BUSINESS + "=softphone", "*=forward:" + BOBS_PHONE);
    both.ready(BOB);
    both.customerCalls(CALL);
    assertThat(both.incoming(OTHER, CUSTOMER, "+12025550177").isBusy()).isTrue();
    assertThat(both.agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_unanswered_telephone_ends_the_call_and_frees_its_agent() {
    for (String status : new String[] {"no-answer", "busy", "failed"}) {
      final Exchange fresh = new Exchange("*=forward:" + BOBS_PHONE);
      final Reply first = fresh.customerCalls(CALL);
      assertThat(fresh.dialEnded(first, CALL, status).isBusy()).isTrue();
      assertThat(fresh.call(CALL).ended()).contains(status);
      assertThat(fresh.call(CALL).missed()).containsExactly(BOB);
      assertThat(fresh.agent(BOB).call()).isEmpty();
    }
  }

  @Test
  void a_repeated_webhook_is_answered_even_after_the_end() {
    final Reply first = exchange.customerCalls(CALL);
    assertThat(exchange.customerCalls(CALL)).isEqualTo(first);
    exchange.caller(CALL, "completed");
    assertThat(exchange.customerCalls(CALL).isBusy()).isTrue();
    assertThat(exchange.agent(BOB).call()).isEmpty();
  }

  @Test
  void a_telephone_without_an_agent_gets_an_unowned_call() {
    final Reply reply =
        new Reply(
            exchange.voice.forward(
                "+12025550191", Exchange.request(CALL, CUSTOMER, Exchange.BUSINESS), HERE, ORIGIN));
    assertThat(reply.target()).isEqualTo("+12025550191");
    assertThat(LegTag.read(reply.legStatus()))
        .contains(LegTag.pbx(CallRoute.FORWARD, Optional.empty()));
    exchange.leg(reply, LEG, CALL, "in-progress");
    assertThat(exchange.unmatched()).containsExactly(CALL);
    assertThat(exchange.call(CALL).agentLeg()).contains(LEG);
    assertThat(exchange.claims.claim(CALL, ALICE, ORIGIN).agent()).contains(ALICE);
    exchange.dialEnded(reply, CALL, "completed");
    assertThat(exchange.call(CALL).isLive()).isFalse();
    assertThat(exchange.agent(ALICE).call()).isEmpty();
  }
}
