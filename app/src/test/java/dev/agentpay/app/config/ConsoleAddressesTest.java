package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is to be pasted into Twilio's console.
class ConsoleAddressesTest {
  private static final String URL = "https://pay.example.com";

  private static List<String> lines(String... settings) {
    return ConsoleAddresses.text(CallSettings.options(settings))
        .lines()
        .map(line -> line.strip().replaceAll(" {2,}", " | "))
        .toList();
  }

  @Test
  void each_number_and_domain_gets_its_two_addresses_in_the_order_of_the_configuration() {
    assertThat(
            lines(
                "AGENTPAY_ROUTES",
                "+12025550100=softphone,acme.sip.twilio.com=sip-out,"
                    + "+12025550101=sip-in:pbx.example.com refer,+12025550102=forward:+12025550190",
                "AGENTPAY_PHONES",
                "bob=+12025550190"))
        .containsExactly(
            "Put these into Twilio's console, each with HTTP POST:",
            "Number +12025550100 | rings the softphone of an agent who is ready",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status",
            "SIP domain acme.sip.twilio.com | dials the number that the PBX names",
            "Request URL | " + URL + "/twilio/voice/incoming",
            "Call status URL | " + URL + "/twilio/calls/status",
            "Number +12025550101 | is dialled on to pbx.example.com",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status",
            "Number +12025550102 | rings the telephone +12025550190",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status");
  }

  @Test
  void a_sip_domain_has_a_sip_domains_fields_whatever_its_route_is() {
    assertThat(lines("AGENTPAY_ROUTES", "acme.sip.twilio.com=sip-in:pbx.example.com"))
        .contains("SIP domain acme.sip.twilio.com | is dialled on to pbx.example.com")
        .contains("Request URL | " + URL + "/twilio/voice/incoming")
        .contains("Call status URL | " + URL + "/twilio/calls/status");
  }

  @Test
  void the_star_stands_for_numbers_or_for_sip_domains_by_its_route() {
    assertThat(lines())
        .contains("Every other number | rings the softphone of an agent who is ready");
    assertThat(lines("AGENTPAY_ROUTES", "*=sip-out"))
        .contains("Every SIP domain | dials the number that the PBX names");
  }

  @Test
  void dialling_out_and_our_own_connector_are_named_only_where_there_are_any() {
    final String app = "The TwiML app of the softphones | agents dial out";
    final String voice = "Voice request URL | " + URL + "/twilio/voice/softphone";
    final String connector =
        "The Generic Pay Connector | docs/connector.md says what else it needs";
    assertThat(lines()).doesNotContain(app, voice, connector);
    assertThat(
            lines(
                "AGENTPAY_SOFTPHONE_APPLICATION", "AP" + "1".repeat(32),
                "AGENTPAY_CONNECTORS", "mine=ours",
                "AGENTPAY_LEDGER_URL", "http://127.0.0.1:8090/connector/ledger"))
        .contains(app, voice, connector);
  }
}
