package dev.agentpay.voice;

import static dev.agentpay.voice.Exchange.CALL;
import static dev.agentpay.voice.Exchange.CUSTOMER;
import static dev.agentpay.voice.Exchange.LEG;
import static dev.agentpay.voice.Exchange.SIP_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.calls.CallRoute;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Inbox;
import dev.agentpay.twilio.webhook.BadWebhookException;
import dev.agentpay.twilio.webhook.CallStatus;
import dev.agentpay.twilio.webhook.Form;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written into the address of a status callback is read from it again, whatever a PBX
/// calls its conversations.
class LegTagTest {
  static Stream<String> oddUuis() {
    return Stream.of(
        "56a390f3d2b7310023a2;purpose=x",
        "a b",
        "\"quoted\" and 'single'",
        "a&b=c&leg=agent",
        "100%",
        "100%25+1",
        "+",
        "a/b?c#d",
        "<tag/>&amp;",
        "~!@$^*()_-{}[]|:,.`\\",
        "x".repeat(256),
        "%".repeat(256),
        "\"".repeat(256));
  }

  @ParameterizedTest
  @MethodSource("oddUuis")
  void every_tag_is_read_as_it_was_written(String uui) {
    final Optional<Uui> odd = Optional.of(new Uui(uui));
    for (CallRoute route : CallRoute.values()) {
      for (LegTag tag :
          new LegTag[] {
            LegTag.agent(route, new AgentId("ada.lovelace@example_1-2"), 7),
            LegTag.pbx(route, odd),
            LegTag.pbx(route, Optional.empty()),
            LegTag.customer(route, Optional.of(new AgentId("alice")), Optional.empty()),
            LegTag.customer(route, Optional.empty(), odd)
          }) {
        assertThat(LegTag.read(Form.parseQuery(tag.query()))).contains(tag);
        assertThat(URI.create("https://x.example/?" + tag.query()).getRawQuery())
            .isEqualTo(tag.query());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oddUuis")
  void a_uui_survives_the_twiml_and_twilios_limits(String uui) {
    final Exchange exchange =
        new Exchange(SIP_DOMAIN + "=sip-out refer", "*=sip-in:pbx.example.com");
    final Reply out = exchange.pbxCalls(LEG, "SipHeader_x-inin-cnv", hex(uui));
    assertThat(LegTag.read(out.legStatus()).orElseThrow().uui()).contains(new Uui(uui));
    assertThat(out.referUrl().first("uui")).contains(uui);
    exchange.leg(out, CALL, LEG, "in-progress");
    assertThat(exchange.under(uui)).containsExactly(CALL);

    // The header, of which there are limits, is what a PBX gets after a transfer.
    final Reply transferred = exchange.refer(out, CALL, "<sip:bob@elsewhere.example>");
    assertThat(transferred.sipHeaders()).containsOnlyKeys("User-to-User");
    assertThat(transferred.sipHeaders().get("User-to-User")).isEqualTo(hex(uui));
    assertThat(LegTag.read(transferred.legStatus()).orElseThrow().uui()).contains(new Uui(uui));
    assertThat(transferred.referUrl().first("uui")).contains(uui);
    assertThat(transferred.referUrl().first("call")).contains(CALL.value());
  }

  private static String hex(String uui) {
    return dev.agentpay.twilio.UserToUser.header(uui);
  }

  @Test
  void an_address_without_a_tag_is_a_callers() {
    assertThat(LegTag.read(Form.EMPTY)).isEmpty();
    assertThat(LegTag.read(Form.parseQuery("route=softphone&agent=alice"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leg=agent",
        "leg=boss&route=softphone",
        "leg=agent&route=tube",
        "leg=agent&route=softphone&agent=a+b",
        "leg=agent&route=softphone&agent=alice&ring=x",
        "leg=agent&route=softphone&agent=alice&ring=99999999999999999999",
        "leg=pbx&route=sip-in&uui=%0A"
      })
  void an_address_that_we_never_gave_out_is_refused_and_changes_nothing(String query) {
    final Exchange exchange = new Exchange("*=softphone");
    final CallStatus status =
        CallStatus.parse(
            Exchange.form(
                "CallSid",
                LEG.value(),
                "ParentCallSid",
                CALL.value(),
                "From",
                CUSTOMER,
                "CallStatus",
                "in-progress"));
    assertThatThrownBy(
            () -> exchange.legs.happened(status, Form.parseQuery(query), Exchange.ORIGIN))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("leg: is not as we write it");
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void a_dialled_leg_without_a_dialler_is_about_nothing_of_ours() {
    final Exchange exchange = new Exchange("*=softphone");
    final CallStatus status =
        CallStatus.parse(Exchange.form("CallSid", LEG.value(), "CallStatus", "in-progress"));
    final Form query =
        Form.parseQuery(LegTag.pbx(CallRoute.SIP_IN, Optional.of(new Uui("c7"))).query());
    assertThat(exchange.legs.happened(status, query, Exchange.ORIGIN))
        .isEqualTo(Inbox.Taken.NOT_OURS);
    assertThat(exchange.store.log()).isEmpty();
  }
}
