package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.BOB;
import static dev.agentpay.voice.Exchange.BOBS_PHONE;
import static dev.agentpay.voice.Exchange.BUSINESS;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Uui;
import dev.agentpay.twilio.UserToUser;
import dev.agentpay.twilio.webhook.PublicUrl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each route has Twilio do, and what is recorded of the call then.
class RouteTwimlTest {
  private static final String PBX = "pbx.example.com:5061;transport=tls";
  private static final String EVENTS = "initiated ringing answered completed";

  @Test
  void a_softphone_is_rung_and_told_the_customers_leg() {
    final Exchange exchange = new Exchange("*=softphone");
    exchange.ready(ALICE);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.whom()).isEqualTo("client:alice");
    assertThat(reply.parameters()).isEqualTo(Map.of("parentCallSid", CALL.value()));
    assertThat(reply.mayBeReferred()).isFalse();
    isDialledAsEverybodyIs(reply);
    assertThat(tag(reply))
        .isEqualTo(LegTag.agent(CallRoute.SOFTPHONE, ALICE, exchange.call(CALL).rung()));
    final Call call = exchange.call(CALL);
    assertThat(call.ringing()).contains(ALICE);
    assertThat(call.from()).isEqualTo(CUSTOMER);
    assertThat(call.to()).isEqualTo(BUSINESS);
    assertThat(call.uui()).isEmpty();
  }

  @Test
  void a_pbx_is_dialled_with_the_number_that_was_called_and_the_callsid_in_hex() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.whom()).isEqualTo("sip:" + BUSINESS + "@" + PBX);
    assertThat(reply.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    assertThat(reply.sipHeaders().get("User-to-User")).endsWith(";encoding=hex");
    assertThat(reply.mayBeReferred()).isFalse();
    isDialledAsEverybodyIs(reply);
    final Optional<Uui> uui = Optional.of(new Uui(CALL.value()));
    assertThat(tag(reply)).isEqualTo(LegTag.pbx(CallRoute.SIP_IN, uui));
    assertThat(exchange.call(CALL).route()).isEqualTo(CallRoute.SIP_IN);
    assertThat(exchange.call(CALL).uui()).isEqualTo(uui);
    assertThat(exchange.under(CALL.value())).containsExactly(CALL);
    assertThat(exchange.unmatched()).containsExactly(CALL);
  }

  @Test
  void a_pbx_that_does_not_decode_gets_the_callsid_as_it_is() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " plain-uui");
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", CALL.value()));
    assertThat(exchange.under(CALL.value())).containsExactly(CALL);
  }

  @Test
  void a_toll_free_callers_place_goes_to_the_pbx_and_the_callsid_still_leads_to_the_call() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    final Reply reply =
        exchange.asks(
            CALL, CUSTOMER, BUSINESS, "TollFreeMobileOriginationLocation", "8354:1204;a b");
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", "8354:1204;a b"));
    assertThat(exchange.under(CALL.value())).containsExactly(CALL);
    assertThat(exchange.under("8354:1204;a b")).isEmpty();
    assertThat(tag(reply).uui()).contains(new Uui(CALL.value()));
  }

  @Test
  void a_toll_free_caller_without_a_place_brings_the_callsid() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    assertThat(exchange.customerCalls(CALL).sipHeaders())
        .isEqualTo(Map.of("User-to-User", CALL.value()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"   ", "\u0007\u0007", "LONG"})
  void a_place_that_does_not_fit_into_a_header_does_not_cost_the_call(String place) {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    final String told = place.equals("LONG") ? "7".repeat(3_000) : place;
    final Reply reply =
        exchange.asks(CALL, CUSTOMER, BUSINESS, "TollFreeMobileOriginationLocation", told);
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", CALL.value()));
  }

  @ParameterizedTest
  @CsvSource({
    "sip:7001@acme.sip.twilio.com, sip:7001@pbx.example.com",
    "sip:sales.eu@acme.sip.twilio.com;transport=tls, sip:sales.eu@pbx.example.com",
    "sip:+12025550100@acme.sip.twilio.com, sip:+12025550100@pbx.example.com"
  })
  void who_is_called_at_a_sip_domain_is_dialled_at_the_pbx(String called, String dialled) {
    final Exchange exchange = new Exchange("*=sip-in:pbx.example.com");
    assertThat(exchange.asks(CALL, CUSTOMER, called).whom()).isEqualTo(dialled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sip:acme.sip.twilio.com", "LONG"})
  void whom_no_pbx_can_be_asked_for_is_turned_away(String called) {
    final Exchange exchange = new Exchange("*=sip-in:pbx.example.com");
    final String to = called.equals("LONG") ? "sip:" + "u".repeat(300) + "@x.example" : called;
    assertThat(exchange.asks(CALL, CUSTOMER, to).isBusy()).isTrue();
    assertThat(exchange.live()).isEmpty();
  }

  @Test
  void a_customer_is_dialled_for_a_pbx_and_nothing_is_recorded_yet() {
    final Exchange exchange = new Exchange(Exchange.SIP_DOMAIN + "=sip-out");
    final Reply reply = exchange.pbxCalls(CALL, "SipHeader_User-to-User", "conversation-7");
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.whom()).isEqualTo(CUSTOMER);
    assertThat(reply.verb().getAttribute("callerId")).isEqualTo(BUSINESS);
    assertThat(reply.mayBeReferred()).isFalse();
    isDialledAsEverybodyIs(reply);
    assertThat(tag(reply))
        .isEqualTo(
            LegTag.customer(
                CallRoute.SIP_OUT, Optional.empty(), Optional.of(new Uui("conversation-7"))));
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void a_pbx_that_names_no_number_is_turned_away() {
    final Exchange exchange = new Exchange("*=sip-out");
    for (String called : List.of("sip:alice@acme.sip.twilio.com", "sip:7001@acme.sip.twilio.com")) {
      assertThat(exchange.asks(LEG, "sip:a@pbx.example.com", called).isBusy()).isTrue();
    }
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void an_agents_own_telephone_is_rung_and_shown_the_customers_number() {
    final Exchange exchange = new Exchange("*=forward:" + BOBS_PHONE);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.whom()).isEqualTo(BOBS_PHONE);
    assertThat(reply.verb().hasAttribute("callerId")).isFalse();
    isDialledAsEverybodyIs(reply);
    assertThat(tag(reply))
        .isEqualTo(LegTag.agent(CallRoute.FORWARD, BOB, exchange.call(CALL).rung()));
    assertThat(exchange.agent(BOB).call()).contains(CALL);
  }

  @Test
  void an_agent_dials_a_customer_from_the_softphone() {
    final Exchange exchange = new Exchange("*=softphone");
    final Reply reply = exchange.softphoneDials(ALICE, LEG, CUSTOMER);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.whom()).isEqualTo(CUSTOMER);
    assertThat(reply.verb().getAttribute("callerId")).isEqualTo(BUSINESS);
    isDialledAsEverybodyIs(reply);
    assertThat(tag(reply))
        .isEqualTo(LegTag.customer(CallRoute.DIAL_OUT, Optional.of(ALICE), Optional.empty()));
    assertThat(exchange.store.log()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "client:alice, client:bob",
    "client:alice, 911",
    "client:alice, sip:ada@pbx.example.com",
    "client:alice, ''",
    "client:, +12025550123",
    "client:a b, +12025550123",
    "+12025550177, +12025550123"
  })
  void a_softphone_dials_numbers_only_and_only_an_agents_does(String from, String to) {
    final Exchange exchange = new Exchange("*=softphone");
    final Reply reply =
        new Reply(exchange.voice.dialOut(Exchange.request(LEG, from, to), Exchange.HERE));
    assertThat(reply.verbs()).containsExactly("Say", "Hangup");
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void a_pbx_that_may_hand_over_is_given_where_to_ask() {
    final Exchange exchange =
        new Exchange(
            BUSINESS + "=sip-in:" + PBX + " refer", Exchange.SIP_DOMAIN + "=sip-out refer");
    final Reply in = exchange.customerCalls(CALL);
    assertThat(in.verb().getAttribute("referMethod")).isEqualTo("POST");
    assertThat(in.referUrl().first("call")).contains(CALL.value());
    assertThat(in.referUrl().first("uui")).contains(CALL.value());
    final Reply out = exchange.pbxCalls(LEG, "SipHeader_User-to-User", "a b&c");
    assertThat(out.referUrl().first("call")).isEmpty();
    assertThat(out.referUrl().first("uui")).contains("a b&c");
    assertThat(exchange.pbxCalls(LEG).referUrl().parameters()).isEmpty();
  }

  @Test
  void twilio_reports_to_the_address_that_it_called() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX);
    final String xml =
        exchange.voice.incoming(
            Exchange.request(CALL, CUSTOMER, BUSINESS),
            new PublicUrl("https://other.example.com"),
            Exchange.ORIGIN);
    assertThat(xml)
        .contains("action=\"https://other.example.com/twilio/voice/dial-ended")
        .contains("statusCallback=\"https://other.example.com/twilio/calls/status?leg=pbx&amp;");
  }

  private static LegTag tag(Reply reply) {
    return LegTag.read(reply.legStatus()).orElseThrow();
  }

  private static void isDialledAsEverybodyIs(Reply reply) {
    assertThat(reply.verb().getAttribute("answerOnBridge")).isEqualTo("true");
    assertThat(reply.verb().getAttribute("timeout")).isEqualTo("25");
    assertThat(reply.verb().getAttribute("method")).isEqualTo("POST");
    assertThat(reply.verb().getAttribute("action"))
        .startsWith("https://pay.example.com/twilio/voice/dial-ended")
        .endsWith(PublicUrl.OVERRIDES);
    assertThat(reply.noun().getAttribute("statusCallbackEvent")).isEqualTo(EVENTS);
    assertThat(reply.noun().getAttribute("statusCallbackMethod")).isEqualTo("POST");
    assertThat(reply.noun().getAttribute("statusCallback"))
        .startsWith("https://pay.example.com/twilio/calls/status?leg=")
        .endsWith(PublicUrl.OVERRIDES);
  }
}
