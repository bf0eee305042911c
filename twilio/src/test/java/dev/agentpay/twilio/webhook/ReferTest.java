package dev.agentpay.twilio.webhook;

import static dev.agentpay.twilio.webhook.Forms.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.twilio.PhoneNumbers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferTest {
  private static final String CALL = "CA" + "c".repeat(32);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+15550100",
        "tel:+1555-0100",
        "<sip:+15550100@pbx.example.com>",
        "<sip:+15550100@pbx.example.com;user=phone>",
        "sip:+15550100@pbx.example.com:5061;transport=tls",
        "SIPS:%2B15550100@pbx.example.com",
        "\"Ada\" <sip:+15550100;ext=7@pbx.example.com>;tag=1",
        "<tel:+15550100>",
        "tel:+1-555-0100;phone-context=x",
        "+15550100@pbx.example.com"
      })
  void parses_a_transfer_to_a_number(String target) {
    assertThat(refer(target).target())
        .isEqualTo(
            new Refer.ToNumber(
                "+15550100", target.contains("pbx.example.com") ? "pbx.example.com" : ""));
  }

  @Test
  void parses_a_transfer_to_a_name_or_extension() {
    assertThat(refer("<sip:Ada.Lovelace@PBX.example.com:5060>").target())
        .isEqualTo(new Refer.ToName("Ada.Lovelace", "pbx.example.com"));
    assertThat(refer("sip:7001@[2001:db8::1]:5060").target())
        .isEqualTo(new Refer.ToName("7001", "[2001:db8::1]"));
    assertThat(refer("7001").target()).isEqualTo(new Refer.ToName("7001", ""));
  }

  @Test
  void prefers_the_uui_of_the_target() {
    assertThat(refer("<sip:ada@x.example?X-Id=1&User-to-User=63312d3737%3Bencoding%3Dhex>").uui())
        .contains("c1-77");
    assertThat(refer("<sip:ada@x.example?user-to-user=d2>", "SipHeader_User-to-User", "e3").uui())
        .contains("d2");
    assertThat(refer("sip:ada@x.example", "SipHeader_User-to-User", "e3").uui()).contains("e3");
    assertThat(refer("7001", "SipHeader_User-to-User", "e3", "SipHeader_X-ININ-CNV", "f4").uui())
        .contains("f4");
    assertThat(refer("sip:ada@x.example?&=1&x").uui()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<>", "sip:@x.example", "<sip:", "   "})
  void refuses_an_empty_target(String target) {
    assertThatThrownBy(() -> refer(target))
        .isInstanceOf(BadWebhookException.class)
        .hasMessageStartingWith("ReferTransferTarget: ");
  }

  @Test
  void refuses_a_refer_without_target_or_call() {
    assertThatThrownBy(() -> Refer.parse(form("CallSid", CALL), PhoneNumbers.INTERNATIONAL))
        .hasMessage("ReferTransferTarget: is missing");
    assertThatThrownBy(
            () -> Refer.parse(form("ReferTransferTarget", "7001"), PhoneNumbers.INTERNATIONAL))
        .hasMessage("CallSid: is missing");
  }

  private static Refer refer(String target, String... more) {
    final String[] parameters = new String[more.length + 4];
    System.arraycopy(
        new String[] {"CallSid", CALL, "ReferTransferTarget", target}, 0, parameters, 0, 4);
    System.arraycopy(more, 0, parameters, 4, more.length);
    return Refer.parse(form(parameters), PhoneNumbers.INTERNATIONAL);
  }
}
