package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.ALICE;
import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.OTHER;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The headers in which a PBX says under which id it knows a call that it places.
class UuiHeadersTest {
  private final Exchange exchange = new Exchange(SIP_DOMAIN + "=sip-out");

  /// A PBX calls, and the customer answers.
  private void called(String... headers) {
    exchange.leg(exchange.pbxCalls(LEG, headers), CALL, LEG, "in-progress");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SipHeader_x-inin-cnv   | 7c3f2d9e-11
          SipHeader_X-ININ-CNV   | 7c3f2d9e-11
          SipHeader_X-Inin-Cnv   | 7c3f2d9e-11
          SipHeader_user-to-user | 7c3f2d9e-11
          SipHeader_User-to-User | 7c3f2d9e-11
          SipHeader_USER-TO-USER | 7c3f2d9e-11;encoding=ascii
          SipHeader_User-to-User | "7c3f2d9e-11"
          SipHeader_User-to-User | 37633366326439652d3131;encoding=hex
          SipHeader_User-to-User | 37633366326439652D3131;purpose=isdn-uui;encoding="hex"
          SipHeader_User-to-User | 0037633366326439652d3131;encoding=hex
          SipHeader_User-to-User | 37633366326439652d3131%3Bencoding%3Dhex
          SipHeader_User-to-User | 7c3f2d9e-11, second;encoding=hex
          """)
  void the_uui_is_found_however_it_is_spelled(String name, String value) {
    called(name, value);
    assertThat(exchange.under("7c3f2d9e-11")).containsExactly(CALL);
    assertThat(exchange.call(CALL).uui()).contains(new Uui("7c3f2d9e-11"));
    assertThat(exchange.claims(ALICE, "7c3f2d9e-11")).isInstanceOf(Claims.Claimed.class);
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
  }

  @Test
  void of_both_headers_genesys_own_counts() {
    called("SipHeader_User-to-User", "transport-id", "SipHeader_X-Inin-Cnv", "conversation");
    assertThat(exchange.under("conversation")).containsExactly(CALL);
    assertThat(exchange.under("transport-id")).isEmpty();
  }

  @Test
  void where_genesys_own_is_empty_the_other_counts() {
    called("SipHeader_X-Inin-Cnv", "", "SipHeader_User-to-User", "conversation");
    assertThat(exchange.under("conversation")).containsExactly(CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", ";encoding=hex", "\"\"", "a\u0007b", "ümlaut", "LONG"})
  void without_a_uui_that_can_be_read_the_call_is_nobodys_and_under_no_key(String value) {
    called("SipHeader_User-to-User", value.equals("LONG") ? "x".repeat(257) : value);
    isUnmatched();
  }

  @Test
  void without_any_header_the_call_is_nobodys_and_under_no_key() {
    called("SipHeader_X-Other", "7c3f2d9e-11");
    isUnmatched();
  }

  @Test
  void a_route_whose_calls_are_not_matched_looks_at_no_header() {
    final Exchange unmatched = new Exchange(SIP_DOMAIN + "=sip-out unmatched");
    final Reply reply = unmatched.pbxCalls(LEG, "SipHeader_User-to-User", "7c3f2d9e-11");
    unmatched.claims(ALICE, "7c3f2d9e-11");
    unmatched.leg(reply, CALL, LEG, "in-progress");
    assertThat(unmatched.under("7c3f2d9e-11")).isEmpty();
    assertThat(unmatched.unmatched()).containsExactly(CALL);
    assertThat(unmatched.agent(ALICE).call()).isEmpty();
  }

  private void isUnmatched() {
    assertThat(exchange.unmatched()).containsExactly(CALL);
    assertThat(exchange.call(CALL).uui()).isEmpty();
    assertThat(exchange.call(CALL).to()).isEqualTo(CUSTOMER);
    assertThat(exchange.store.log())
        .extracting(EventEnvelope::stream)
        .extracting(StreamId::kind)
        .doesNotContain(CallSchema.UUI.kind());
  }

  @Test
  void two_calls_without_a_uui_do_not_meet_under_an_empty_one() {
    called();
    exchange.leg(exchange.pbxCalls(Exchange.sid('5')), OTHER, Exchange.sid('5'), "in-progress");
    assertThat(exchange.unmatched()).containsExactlyInAnyOrder(CALL, OTHER);
    assertThat(exchange.store.log())
        .extracting(EventEnvelope::event)
        .allMatch(event -> event instanceof CallEvent);
  }
}
