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

/// The query of a status callback URL round-trips, whatever characters a PBX uses in a UUI.
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
  void every_tag_round_trips(String uui) {
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
  void a_uui_round_trips_through_twiml_within_twilios_limits(String uui) {
    final Exchange exchange =
        new Exchange(SIP_DOMAIN + "=sip-out refer", "*=sip-in:pbx.example.com");
    final Reply out = exchange.pbxCalls(LEG, "SipHeader_x-inin-cnv", hex(uui));
    assertThat(LegTag.read(out.legStatus()).orElseThrow().uui()).contains(new Uui(uui));
    assertThat(out.referUrl().first("uui")).contains(uui);
    exchange.leg(out, CALL, LEG, "in-progress");
    assertThat(exchange.liveUnder(uui)).containsExactly(CALL);

    // After a transfer the UUI is sent in a header of limited length.
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
  void a_url_without_a_tag_has_no_dialled_leg() {
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
  void refuses_a_url_that_we_never_issued(String query) {
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
    assertThatThrownBy(() -> exchange.legs.handle(status, Form.parseQuery(query), Exchange.ORIGIN))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("leg: was not issued by this server");
    assertThat(exchange.store.log()).isEmpty();
  }

  @Test
  void ignores_a_dialled_leg_without_a_parent() {
    final Exchange exchange = new Exchange("*=softphone");
    final CallStatus status =
        CallStatus.parse(Exchange.form("CallSid", LEG.value(), "CallStatus", "in-progress"));
    final Form query =
        Form.parseQuery(LegTag.pbx(CallRoute.SIP_IN, Optional.of(new Uui("c7"))).query());
    assertThat(exchange.legs.handle(status, query, Exchange.ORIGIN))
        .isEqualTo(Inbox.Taken.NOT_OURS);
    assertThat(exchange.store.log()).isEmpty();
  }
}
