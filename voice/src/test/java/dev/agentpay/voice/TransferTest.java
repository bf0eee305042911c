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
import dev.agentpay.twilio.PhoneNumbers;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.webhook.BadWebhookException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Transfers of a customer by REFER.
class TransferTest {
  private static final CallSid PBX_LEG = Exchange.sid('7');

  private final Exchange exchange =
      new Exchange("*=sip-in:pbx.example.com:5061 refer", SIP_DOMAIN + "=sip-out refer");

  /// A customer called and talks to the PBX.
  private Reply inboundCall() {
    final Reply dial = exchange.customerCalls(CALL);
    exchange.leg(dial, LEG, CALL, "in-progress");
    return dial;
  }

  /// The PBX called a customer, and they talk.
  private Reply calledByPbx(String... headers) {
    final Reply dial = exchange.pbxCalls(PBX_LEG, headers);
    exchange.leg(dial, CALL, PBX_LEG, "in-progress");
    return dial;
  }

  @ParameterizedTest
  @CsvSource({
    "<sip:+12025550166@acme.sip.twilio.com>",
    "sip:+1-202-555-0166@ACME.sip.twilio.com;transport=tls",
    "<sip:+12025550166@acme.sip.us1.twilio.com>",
    "sip:+12025550166@twilio.com",
    "<tel:+12025550166>"
  })
  void dials_a_number_at_twilio(String target) {
    final Reply reply = exchange.refer(inboundCall(), CALL, target);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.target()).isEqualTo("+12025550166");
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
  void dials_other_targets_at_the_configured_pbx(String target, String dialled) {
    final Reply reply = exchange.refer(inboundCall(), CALL, target);
    assertThat(reply.target()).isEqualTo(dialled);
    assertThat(reply.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    assertThat(reply.referUrl().first("call")).contains(CALL.value());
    assertThat(reply.referUrl().first("uui")).contains(CALL.value());
  }

  @Test
  void dials_a_number_at_a_domain_with_a_route() {
    final Exchange own =
        new Exchange("*=sip-in:pbx.example.com refer", "voice.example.com=sip-out");
    final Reply dial = own.customerCalls(CALL);
    assertThat(own.refer(dial, CALL, "<sip:+12025550166@voice.example.com>").noun().getNodeName())
        .isEqualTo("Number");
  }

  @Test
  void dials_the_named_host_without_a_configured_pbx() {
    final Exchange out = new Exchange(SIP_DOMAIN + "=sip-out refer");
    final Reply dial = out.pbxCalls(PBX_LEG, "SipHeader_User-to-User", "c7");
    out.leg(dial, CALL, PBX_LEG, "in-progress");
    assertThat(out.refer(dial, CALL, "<sip:bob@pbx.elsewhere.example>").target())
        .isEqualTo("sip:bob@pbx.elsewhere.example");
    assertThat(out.refer(dial, CALL, "7001").isBusy()).isTrue();
  }

  @Test
  void refuses_a_target_that_cannot_be_dialled() {
    final Reply dial = inboundCall();
    assertThatThrownBy(
            () -> exchange.refer(dial, CALL, "<sip:%s@x.example>".formatted("u".repeat(300))))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("ReferTransferTarget: cannot be dialled");
    assertThat(exchange.call(CALL).isLive()).isTrue();
  }

  @Test
  void shows_the_customers_number_without_numbers_of_ours() {
    final Exchange bare =
        new Exchange(
            new VoiceOptions(
                Exchange.options(Optional.empty(), "*=sip-in:pbx.example.com refer").routes(),
                Map.of(),
                new CallerIds(List.of()),
                Optional.empty(),
                VoiceOptions.RING_FOR,
                PhoneNumbers.INTERNATIONAL));
    final Reply dial = bare.customerCalls(CALL);
    assertThat(bare.refer(dial, CALL, "tel:+12025550166").verb().hasAttribute("callerId"))
        .isFalse();
  }

  @Test
  void the_next_agent_claims_by_the_same_uui() {
    final Reply dial = inboundCall();
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
  void a_refer_may_add_a_second_uui() {
    final Reply dial = inboundCall();
    final Reply next =
        exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second%2D7>");
    assertThat(next.sipHeaders()).isEqualTo(Map.of("User-to-User", UserToUser.header("second-7")));
    assertThat(exchange.liveUnder("second-7")).as("only once the new party is dialled").isEmpty();
    exchange.leg(next, OTHER, CALL, "initiated");
    assertThat(exchange.liveUnder("second-7")).containsExactly(CALL);
    assertThat(exchange.liveUnder(CALL.value())).containsExactly(CALL);
    final Reply third = exchange.refer(next, CALL, "sip:carol@pbx.example.com");
    assertThat(third.referUrl().first("uui")).contains("second-7");
  }

  @Test
  void uses_the_refers_headers_if_the_target_has_none() {
    final Reply next =
        exchange.refer(
            inboundCall(),
            CALL,
            "sip:bob@pbx.example.com",
            "SipHeader_X-Inin-Cnv",
            "conversation-8");
    assertThat(next.referUrl().first("uui")).contains("conversation-8");
  }

  @Test
  void a_claim_waiting_for_the_new_uui_gets_the_call() {
    final Reply dial = inboundCall();
    exchange.claims(ALICE, CALL.value());
    exchange.claims(BOB, "second-7");
    final Reply next =
        exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second-7>");
    exchange.leg(next, OTHER, CALL, "ringing");
    assertThat(exchange.call(CALL).agent()).contains(BOB);
    assertThat(exchange.agent(ALICE).call()).isEmpty();
  }

  @Test
  void transfers_a_call_without_a_uui_under_its_sid() {
    final Reply dial = calledByPbx();
    final Reply staying = exchange.refer(dial, CALL, "sip:bob@pbx.example.com");
    assertThat(staying.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    exchange.leg(staying, OTHER, CALL, "in-progress");
    assertThat(exchange.liveUnder(CALL.value())).containsExactly(CALL);
  }

  @Test
  void transfers_without_a_uui_if_the_customer_is_unknown() {
    final Reply dial = calledByPbx();
    final Reply next = exchange.refer(dial, PBX_LEG, "sip:bob@pbx.example.com");
    assertThat(next.sipHeaders()).isEmpty();
    assertThat(next.referUrl().parameters()).isEmpty();
    exchange.leg(next, OTHER, CALL, "in-progress");
    assertThat(exchange.unmatched()).containsExactly(CALL);
    assertThat(exchange.call(CALL).isLive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"staying", "referrer"})
  void accepts_a_request_about_either_leg(String requestLeg) {
    final CallSid in = requestLeg.equals("staying") ? CALL : LEG;
    final Reply first = exchange.refer(inboundCall(), in, "sip:bob@pbx.example.com");
    assertThat(LegTag.read(first.legStatus()))
        .contains(LegTag.pbx(CallRoute.SIP_IN, Optional.of(new Uui(CALL.value()))));
    assertThat(first.referUrl().first("call")).contains(CALL.value());

    final Exchange other =
        new Exchange("*=sip-in:pbx.example.com refer", SIP_DOMAIN + "=sip-out refer");
    final Reply out = other.pbxCalls(PBX_LEG, "SipHeader_User-to-User", "c7");
    other.leg(out, CALL, PBX_LEG, "in-progress");
    final CallSid called = requestLeg.equals("staying") ? CALL : PBX_LEG;
    final Reply second = other.refer(out, called, "sip:bob@pbx.example.com");
    assertThat(LegTag.read(second.legStatus()))
        .contains(LegTag.pbx(CallRoute.SIP_OUT, Optional.of(new Uui("c7"))));
    assertThat(second.referUrl().first("call")).contains(CALL.value());
  }

  @Test
  void transfers_the_right_customer_of_two_under_one_uui() {
    final Reply dial = calledByPbx("SipHeader_User-to-User", "c7");
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
  void the_end_of_the_previous_dial_does_not_end_the_call(String status) {
    final Reply dial = inboundCall();
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
  void the_end_of_the_pbxs_leg_does_not_end_the_call() {
    final Reply dial = calledByPbx("SipHeader_User-to-User", "c7");
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
  void a_refer_alone_records_nothing() {
    final Reply dial = inboundCall();
    final int before = exchange.store.log().size();
    exchange.refer(dial, CALL, "<sip:bob@pbx.example.com?User-to-User=second-7>");
    exchange.refer(dial, CALL, "tel:" + CUSTOMER);
    assertThat(exchange.store.log()).hasSize(before);
  }
}
