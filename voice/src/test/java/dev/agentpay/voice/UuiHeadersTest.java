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

/// SIP headers in which a PBX sends its UUI for a call.
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
  void finds_the_uui_in_every_spelling(String name, String value) {
    called(name, value);
    assertThat(exchange.liveUnder("7c3f2d9e-11")).containsExactly(CALL);
    assertThat(exchange.call(CALL).uui()).contains(new Uui("7c3f2d9e-11"));
    assertThat(exchange.claims(ALICE, "7c3f2d9e-11")).isInstanceOf(Claims.Claimed.class);
    assertThat(exchange.call(CALL).agent()).contains(ALICE);
  }

  @Test
  void prefers_the_genesys_header() {
    called("SipHeader_User-to-User", "transport-id", "SipHeader_X-Inin-Cnv", "conversation");
    assertThat(exchange.liveUnder("conversation")).containsExactly(CALL);
    assertThat(exchange.liveUnder("transport-id")).isEmpty();
  }

  @Test
  void uses_the_other_header_if_the_genesys_header_is_empty() {
    called("SipHeader_X-Inin-Cnv", "", "SipHeader_User-to-User", "conversation");
    assertThat(exchange.liveUnder("conversation")).containsExactly(CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", ";encoding=hex", "\"\"", "a\u0007b", "ümlaut", "LONG"})
  void an_unreadable_uui_leaves_the_call_unmatched(String value) {
    called("SipHeader_User-to-User", value.equals("LONG") ? "x".repeat(257) : value);
    assertUnmatched();
  }

  @Test
  void a_missing_header_leaves_the_call_unmatched() {
    called("SipHeader_X-Other", "7c3f2d9e-11");
    assertUnmatched();
  }

  @Test
  void an_unmatched_route_ignores_the_headers() {
    final Exchange unmatched = new Exchange(SIP_DOMAIN + "=sip-out unmatched");
    final Reply reply = unmatched.pbxCalls(LEG, "SipHeader_User-to-User", "7c3f2d9e-11");
    unmatched.claims(ALICE, "7c3f2d9e-11");
    unmatched.leg(reply, CALL, LEG, "in-progress");
    assertThat(unmatched.liveUnder("7c3f2d9e-11")).isEmpty();
    assertThat(unmatched.unmatched()).containsExactly(CALL);
    assertThat(unmatched.agent(ALICE).call()).isEmpty();
  }

  private void assertUnmatched() {
    assertThat(exchange.unmatched()).containsExactly(CALL);
    assertThat(exchange.call(CALL).uui()).isEmpty();
    assertThat(exchange.call(CALL).to()).isEqualTo(CUSTOMER);
    assertThat(exchange.store.log())
        .extracting(EventEnvelope::stream)
        .extracting(StreamId::kind)
        .doesNotContain(CallSchema.UUI.kind());
  }

  @Test
  void calls_without_a_uui_share_no_entry() {
    called();
    exchange.leg(exchange.pbxCalls(Exchange.sid('5')), OTHER, Exchange.sid('5'), "in-progress");
    assertThat(exchange.unmatched()).containsExactlyInAnyOrder(CALL, OTHER);
    assertThat(exchange.store.log())
        .extracting(EventEnvelope::event)
        .allMatch(event -> event instanceof CallEvent);
  }
}
