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

/// The TwiML of each route, and what is recorded about the call.
class RouteTwimlTest {
  private static final String PBX = "pbx.example.com:5061;transport=tls";
  private static final String EVENTS = "initiated ringing answered completed";

  @Test
  void rings_a_softphone_with_the_customers_leg_as_parameter() {
    final Exchange exchange = new Exchange("*=softphone");
    exchange.ready(ALICE);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.target()).isEqualTo("client:alice");
    assertThat(reply.parameters()).isEqualTo(Map.of("parentCallSid", CALL.value()));
    assertThat(reply.allowsRefer()).isFalse();
    assertCommonDialAttributes(reply);
    assertThat(tag(reply))
        .isEqualTo(LegTag.agent(CallRoute.SOFTPHONE, ALICE, exchange.call(CALL).rung()));
    final Call call = exchange.call(CALL);
    assertThat(call.ringing()).contains(ALICE);
    assertThat(call.from()).isEqualTo(CUSTOMER);
    assertThat(call.to()).isEqualTo(BUSINESS);
    assertThat(call.uui()).isEmpty();
  }

  @Test
  void dials_a_pbx_with_the_called_number_and_hex_callsid() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.target()).isEqualTo("sip:" + BUSINESS + "@" + PBX);
    assertThat(reply.sipHeaders())
        .isEqualTo(Map.of("User-to-User", UserToUser.header(CALL.value())));
    assertThat(reply.sipHeaders().get("User-to-User")).endsWith(";encoding=hex");
    assertThat(reply.allowsRefer()).isFalse();
    assertCommonDialAttributes(reply);
    final Optional<Uui> uui = Optional.of(new Uui(CALL.value()));
    assertThat(tag(reply)).isEqualTo(LegTag.pbx(CallRoute.SIP_IN, uui));
    assertThat(exchange.call(CALL).route()).isEqualTo(CallRoute.SIP_IN);
    assertThat(exchange.call(CALL).uui()).isEqualTo(uui);
    assertThat(exchange.liveUnder(CALL.value())).containsExactly(CALL);
    assertThat(exchange.unmatched()).containsExactly(CALL);
  }

  @Test
  void sends_a_plain_callsid_if_configured() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " plain-uui");
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", CALL.value()));
    assertThat(exchange.liveUnder(CALL.value())).containsExactly(CALL);
  }

  @Test
  void sends_a_toll_free_callers_location_to_the_pbx() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    final Reply reply =
        exchange.incoming(
            CALL, CUSTOMER, BUSINESS, "TollFreeMobileOriginationLocation", "8354:1204;a b");
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", "8354:1204;a b"));
    assertThat(exchange.liveUnder(CALL.value())).containsExactly(CALL);
    assertThat(exchange.liveUnder("8354:1204;a b")).isEmpty();
    assertThat(tag(reply).uui()).contains(new Uui(CALL.value()));
  }

  @Test
  void sends_the_callsid_for_a_toll_free_caller_without_location() {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    assertThat(exchange.customerCalls(CALL).sipHeaders())
        .isEqualTo(Map.of("User-to-User", CALL.value()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"   ", "\u0007\u0007", "LONG"})
  void sends_the_callsid_if_the_location_is_not_usable(String place) {
    final Exchange exchange = new Exchange("*=sip-in:" + PBX + " toll-free");
    final String location = place.equals("LONG") ? "7".repeat(3_000) : place;
    final Reply reply =
        exchange.incoming(CALL, CUSTOMER, BUSINESS, "TollFreeMobileOriginationLocation", location);
    assertThat(reply.sipHeaders()).isEqualTo(Map.of("User-to-User", CALL.value()));
  }

  @ParameterizedTest
  @CsvSource({
    "sip:7001@acme.sip.twilio.com, sip:7001@pbx.example.com",
    "sip:sales.eu@acme.sip.twilio.com;transport=tls, sip:sales.eu@pbx.example.com",
    "sip:+12025550100@acme.sip.twilio.com, sip:+12025550100@pbx.example.com"
  })
  void dials_the_called_sip_user_at_the_pbx(String called, String dialled) {
    final Exchange exchange = new Exchange("*=sip-in:pbx.example.com");
    assertThat(exchange.incoming(CALL, CUSTOMER, called).target()).isEqualTo(dialled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sip:acme.sip.twilio.com", "LONG"})
  void rejects_a_call_whose_target_no_pbx_accepts(String called) {
    final Exchange exchange = new Exchange("*=sip-in:pbx.example.com");
    final String to = called.equals("LONG") ? "sip:" + "u".repeat(300) + "@x.example" : called;
    assertThat(exchange.incoming(CALL, CUSTOMER, to).isBusy()).isTrue();
    assertThat(exchange.live()).isEmpty();
  }

  @Test
  void dials_a_customer_for_a_pbx_without_recording_anything() {
    final Exchange exchange = new Exchange(Exchange.SIP_DOMAIN + "=sip-out");
    final Reply reply = exchange.pbxCalls(CALL, "SipHeader_User-to-User", "conversation-7");
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.target()).isEqualTo(CUSTOMER);
    assertThat(reply.verb().getAttribute("callerId")).isEqualTo(BUSINESS);
    assertThat(reply.allowsRefer()).isFalse();
    assertCommonDialAttributes(reply);
    assertThat(tag(reply))
        .isEqualTo(
            LegTag.customer(
                CallRoute.SIP_OUT, Optional.empty(), Optional.of(new Uui("conversation-7"))));
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void rejects_a_pbx_call_without_a_number() {
    final Exchange exchange = new Exchange("*=sip-out");
    for (String called : List.of("sip:alice@acme.sip.twilio.com", "sip:7001@acme.sip.twilio.com")) {
      assertThat(exchange.incoming(LEG, "sip:a@pbx.example.com", called).isBusy()).isTrue();
    }
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void rings_an_agents_telephone_with_the_customers_caller_id() {
    final Exchange exchange = new Exchange("*=forward:" + BOBS_PHONE);
    final Reply reply = exchange.customerCalls(CALL);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.target()).isEqualTo(BOBS_PHONE);
    assertThat(reply.verb().hasAttribute("callerId")).isFalse();
    assertCommonDialAttributes(reply);
    assertThat(tag(reply))
        .isEqualTo(LegTag.agent(CallRoute.FORWARD, BOB, exchange.call(CALL).rung()));
    assertThat(exchange.agent(BOB).call()).contains(CALL);
  }

  @Test
  void dials_a_customer_for_an_agents_softphone() {
    final Exchange exchange = new Exchange("*=softphone");
    final Reply reply = exchange.softphoneDials(ALICE, LEG, CUSTOMER);
    assertThat(reply.noun().getNodeName()).isEqualTo("Number");
    assertThat(reply.target()).isEqualTo(CUSTOMER);
    assertThat(reply.verb().getAttribute("callerId")).isEqualTo(BUSINESS);
    assertCommonDialAttributes(reply);
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
  void refuses_softphone_calls_without_a_number_or_agent(String from, String to) {
    final Exchange exchange = new Exchange("*=softphone");
    final Reply reply =
        new Reply(exchange.voice.dialOut(Exchange.request(LEG, from, to), Exchange.HERE));
    assertThat(reply.verbs()).containsExactly("Say", "Hangup");
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void sets_a_refer_url_if_transfers_are_enabled() {
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
  void callbacks_use_the_base_url_of_the_request() {
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

  private static void assertCommonDialAttributes(Reply reply) {
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
