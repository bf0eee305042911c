package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.BUSINESS;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.OTHER;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Uui;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.webhook.BadWebhookException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A PBX hands a customer over by REFER.
class TransferTest {
  private static final CallSid PBX_LEG = Exchange.sid('7');

  private final Exchange exchange =
      new Exchange("*=sip-in:pbx.example.com:5061 refer", SIP_DOMAIN + "=sip-out refer");

  /// A customer who called and talks to the PBX.
  private Reply callsIn() {
    final Reply dial = exchange.customerCalls(CALL);
    exchange.leg(dial, LEG, CALL, "in-progress");
    return dial;
  }

  /// A customer whom the PBX called, and who talks to it.
  private Reply isCalled(String... headers) {
    final Reply dial = exchange.pbxCalls(PBX_LEG, headers);
    exchange.leg(dial, CALL, PBX_LEG, "in-progress");
    return dial;
  }

  @ParameterizedTest
  @CsvSource({
    "<sip:+12025550166@acme.sip.twilio.com>",
    "sip:12025550166@ACME.sip.twilio.com;transport=tls",
    "<sip:+12025550166@acme.sip.us1.twilio.com>",
    "sip:+12025550166@twilio.com",
    "<tel:+12025550166>"
  })
  void a_number_at_twilio_is_called(String target) {
    final Reply reply = exchange.refer(callsIn(), CALL, target);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.whom()).isEqualTo("+12025550166");
    assertThat(reply.verb().getAttribute("callerId")).isEqualTo(BUSINESS);
    assertThat(reply.verb().getAttribute("answerOnBridge")).isEqualTo("true");
    assertThat(LegTag.read(reply.legStatus()))
        .contains(LegTag.pbx(CallRoute.SIP_IN, Optional.of(new Uui(CALL.value()))));
  }

  @ParameterizedTest
  @CsvSource({
    "<sip:+12025550166@pbx.internal>, sip:+12025550166@pbx.example.com:5061",
    "<sip:+12025550166@nottwilio.com>, sip:+12025550166@pbx.example.com:5061",
    "<sip:bob@10.0.0.7:5060>, sip:bob@pbx.example.com:5061",
    "sip:7001@pbx.example.com, sip:7001@pbx.example.com:5061",
    "7001, sip:7001@pbx.example.com:5061"
  })
  void whoever_is_at_the_pbx_is_dialled_where_twilio_reaches_it(String target, String dialled) {
    final Reply reply = exchange.refer(callsIn(), CALL, target);
    assertThat(reply.whom()).isEqualTo(dialled);
    assertThat(reply.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    assertThat(reply.referUrl().first("call")).contains(CALL.value());
    assertThat(reply.referUrl().first("uui")).contains(CALL.value());
  }

  @Test
  void a_number_at_a_domain_that_has_a_route_of_ours_is_called() {
    final Exchange own =
        new Exchange("*=sip-in:pbx.example.com refer", "voice.example.com=sip-out");
    final Reply dial = own.customerCalls(CALL);
    assertThat(own.refer(dial, CALL, "<sip:+12025550166@voice.example.com>").noun().getNodeName())
        .isEqualTo("Number");
  }

  @Test
  void without_a_pbx_of_ours_the_host_that_the_refer_names_is_dialled() {
    final Exchange out = new Exchange(SIP_DOMAIN + "=sip-out refer");
    final Reply dial = out.pbxCalls(PBX_LEG, "SipHeader_User-to-User", "c7");
    out.leg(dial, CALL, PBX_LEG, "in-progress");
    assertThat(out.refer(dial, CALL, "<sip:bob@pbx.elsewhere.example>").whom())
        .isEqualTo("sip:bob@pbx.elsewhere.example");
    assertThat(out.refer(dial, CALL, "7001").isBusy()).isTrue();
  }

  @Test
  void a_target_that_cannot_be_dialled_is_refused_so_that_the_two_talk_on() {
    final Reply dial = callsIn();
    assertThatThrownBy(
            () -> exchange.refer(dial, CALL, "<sip:%s@x.example>".formatted("u".repeat(300))))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("ReferTransferTarget: cannot be dialled");
    assertThat(exchange.call(CALL).isLive()).isTrue();
  }

  @Test
  void without_numbers_of_ours_the_customers_own_is_shown() {
    final Exchange bare =
        new Exchange(
            new VoiceOptions(
                Exchange.options(Optional.empty(), "*=sip-in:pbx.example.com refer").routes(),
                Map.of(),
                new CallerIds(List.of()),
                Optional.empty(),
                VoiceOptions.RING_FOR));
    final Reply dial = bare.customerCalls(CALL);
    assertThat(bare.refer(dial, CALL, "tel:+12025550166").verb().hasAttribute("callerId"))
        .isFalse();
  }

  @Test
  void the_next_agent_claims_by_the_uui_that_the_one_before_had() {
    final Reply dial = callsIn();
    exchange.claims(ALICE, CALL.value());
    final Reply next = exchange.refer(dial, CALL, "<sip:bob@pbx.example.com>");
    exchange.leg(next, OTHER, CALL, "initiated");
    exchange.leg(dial, LEG, CALL, "completed");
    exchange.leg(next, OTHER, CALL, "in-progress");
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
    exchange.claims(BOB, CALL.value());
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(ALICE).call()).isEmpty();
    assertThat(exchange.agent(BOB).call()).contains(CALL);
    assertThat(exchange.call(CALL).isLive()).isTrue();
  }

  @Test
  void a_refer_may_bring_a_new_uui_and_both_lead_to_the_call() {
    final Reply dial = callsIn();
    final Reply next =
        exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second%2D7>");
    assertThat(next.sipHeaders()).isEqualTo(Map.of("User-to-User", UserToUser.header("second-7")));
    assertThat(exchange.under("second-7")).as("only once somebody is dialled").isEmpty();
    exchange.leg(next, OTHER, CALL, "initiated");
    assertThat(exchange.under("second-7")).containsExactly(CALL);
    assertThat(exchange.under(CALL.value())).containsExactly(CALL);
    final Reply third = exchange.refer(next, CALL, "sip:carol@pbx.example.com");
    assertThat(third.referUrl().first("uui")).contains("second-7");
  }

  @Test
  void the_refers_own_headers_count_where_the_target_has_none() {
    final Reply next =
        exchange.refer(
            callsIn(), CALL, "sip:bob@pbx.example.com", "SipHeader_X-Inin-Cnv", "conversation-8");
    assertThat(next.referUrl().first("uui")).contains("conversation-8");
  }

  @Test
  void a_claim_that_waits_for_the_new_uui_gets_the_call() {
    final Reply dial = callsIn();
    exchange.claims(ALICE, CALL.value());
    exchange.claims(BOB, "second-7");
    final Reply next =
        exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second-7>");
    exchange.leg(next, OTHER, CALL, "ringing");
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(ALICE).call()).isEmpty();
  }

  @Test
  void a_call_without_a_uui_is_handed_over_without_one_but_for_its_sid() {
    final Reply dial = isCalled();
    final Reply staying = exchange.refer(dial, CALL, "sip:bob@pbx.example.com");
    assertThat(staying.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    exchange.leg(staying, OTHER, CALL, "in-progress");
    assertThat(exchange.under(CALL.value())).containsExactly(CALL);
  }

  @Test
  void a_call_without_a_uui_of_which_twilio_names_the_pbxs_leg_goes_on_without_one() {
    final Reply dial = isCalled();
    final Reply next = exchange.refer(dial, PBX_LEG, "sip:bob@pbx.example.com");
    assertThat(next.sipHeaders()).isEmpty();
    assertThat(next.referUrl().parameters()).isEmpty();
    exchange.leg(next, OTHER, CALL, "in-progress");
    assertThat(exchange.unmatched()).containsExactly(CALL);
    assertThat(exchange.call(CALL).isLive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staying", "referrer"})
  void it_does_not_matter_which_leg_twilio_names(String named) {
    final CallSid in = named.equals("staying") ? CALL : LEG;
    final Reply first = exchange.refer(callsIn(), in, "sip:bob@pbx.example.com");
    assertThat(LegTag.read(first.legStatus()))
        .contains(LegTag.pbx(CallRoute.SIP_IN, Optional.of(new Uui(CALL.value()))));
    assertThat(first.referUrl().first("call")).contains(CALL.value());

    final Exchange other =
        new Exchange("*=sip-in:pbx.example.com refer", SIP_DOMAIN + "=sip-out refer");
    final Reply out = other.pbxCalls(PBX_LEG, "SipHeader_User-to-User", "c7");
    other.leg(out, CALL, PBX_LEG, "in-progress");
    final CallSid called = named.equals("staying") ? CALL : PBX_LEG;
    final Reply second = other.refer(out, called, "sip:bob@pbx.example.com");
    assertThat(LegTag.read(second.legStatus()))
        .contains(LegTag.pbx(CallRoute.SIP_OUT, Optional.of(new Uui("c7"))));
    assertThat(second.referUrl().first("call")).contains(CALL.value());
  }

  @Test
  void of_two_customers_under_one_uui_the_one_who_is_handed_over_is_meant() {
    final Reply dial = isCalled("SipHeader_User-to-User", "c7");
    final CallSid otherPbxLeg = Exchange.sid('8');
    final Reply second = exchange.pbxCalls(otherPbxLeg, "SipHeader_User-to-User", "c7");
    exchange.leg(second, OTHER, otherPbxLeg, "in-progress");
    assertThat(exchange.refer(dial, PBX_LEG, "sip:bob@pbx.example.com").referUrl().first("call"))
        .contains(CALL.value());
    assertThat(
            exchange.refer(second, otherPbxLeg, "sip:bob@pbx.example.com").referUrl().first("call"))
        .contains(OTHER.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "no-answer", "failed", "canceled", "busy"})
  void the_end_of_the_dial_that_was_left_does_not_end_the_call(String status) {
    final Reply dial = callsIn();
    exchange.claims(ALICE, CALL.value());
    final Reply next = exchange.refer(dial, CALL, "<sip:bob@pbx.example.com>");
    exchange.dialEnded(dial, CALL, status);
    exchange.leg(dial, LEG, CALL, "completed");
    exchange.leg(next, OTHER, CALL, "in-progress");
    assertThat(exchange.call(CALL).isLive()).isTrue();
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
    assertThat(exchange.agent(ALICE).call()).contains(CALL);
    exchange.caller(CALL, "completed");
    assertThat(exchange.call(CALL).isLive()).isFalse();
    assertThat(exchange.agent(ALICE).call()).isEmpty();
  }

  @Test
  void the_pbxs_own_end_does_not_end_the_customers_call_that_it_had_placed() {
    final Reply dial = isCalled("SipHeader_User-to-User", "c7");
    exchange.claims(ALICE, "c7");
    exchange.refer(dial, CALL, "tel:+12025550166");
    assertThat(exchange.dialEnded(dial, PBX_LEG, "completed").isHangup()).isTrue();
    assertThat(exchange.caller(PBX_LEG, "completed")).isFalse();
    assertThat(exchange.call(CALL).isLive()).isTrue();
    exchange.leg(dial, CALL, PBX_LEG, "completed");
    assertThat(exchange.call(CALL).isLive()).isFalse();
    assertThat(exchange.agent(ALICE).call()).isEmpty();
  }

  @Test
  void handing_over_records_nothing_by_itself() {
    final Reply dial = callsIn();
    final int before = exchange.store.log().size();
    exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second-7>");
    exchange.refer(dial, CALL, "tel:" + CUSTOMER);
    assertThat(exchange.store.log()).hasSize(before);
  }
}
