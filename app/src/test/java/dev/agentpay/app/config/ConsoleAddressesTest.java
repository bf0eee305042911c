package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The webhook URLs to enter in Twilio's console.
class ConsoleAddressesTest {
  private static final String URL = "https://pay.example.com";

  private static List<String> lines(String... settings) {
    return ConsoleAddresses.text(CallSettings.options(settings))
        .lines()
        .map(line -> line.strip().replaceAll(" {2,}", " | "))
        .toList();
  }

  @Test
  void lists_two_urls_for_each_number_and_domain() {
    assertThat(
            lines(
                "AGENTPAY_ROUTES",
                "+12025550100=softphone,acme.sip.twilio.com=sip-out,"
                    + "+12025550101=sip-in:pbx.example.com refer,+12025550102=forward:+12025550190",
                "AGENTPAY_PHONES",
                "bob=+12025550190"))
        .containsExactly(
            "Enter these in Twilio's console, each with HTTP POST:",
            "Number +12025550100 | rings the softphone of an agent who is ready",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status",
            "SIP domain acme.sip.twilio.com | dials the number that the PBX requests",
            "Request URL | " + URL + "/twilio/voice/incoming",
            "Call status URL | " + URL + "/twilio/calls/status",
            "Number +12025550101 | dials the PBX pbx.example.com",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status",
            "Number +12025550102 | rings the telephone +12025550190",
            "A call comes in | " + URL + "/twilio/voice/incoming",
            "Call status changes | " + URL + "/twilio/calls/status");
  }

  @Test
  void names_the_fields_of_sip_domains() {
    assertThat(lines("AGENTPAY_ROUTES", "acme.sip.twilio.com=sip-in:pbx.example.com"))
        .contains("SIP domain acme.sip.twilio.com | dials the PBX pbx.example.com")
        .contains("Request URL | " + URL + "/twilio/voice/incoming")
        .contains("Call status URL | " + URL + "/twilio/calls/status");
  }

  @Test
  void star_is_numbers_or_sip_domains_depending_on_route() {
    assertThat(lines())
        .contains("Every other number | rings the softphone of an agent who is ready");
    assertThat(lines("AGENTPAY_ROUTES", "*=sip-out"))
        .contains("Every SIP domain | dials the number that the PBX requests");
  }

  @Test
  void lists_application_and_connector_only_if_configured() {
    final String app = "The TwiML app of the softphones | agents make calls with it";
    final String voice = "Voice request URL | " + URL + "/twilio/voice/softphone";
    final String connector = "The Generic Pay Connector | see docs/connector.md";
    assertThat(lines()).doesNotContain(app, voice, connector);
    assertThat(
            lines(
                "AGENTPAY_SOFTPHONE_APPLICATION", "AP" + "1".repeat(32),
                "AGENTPAY_CONNECTORS", "mine=ours",
                "AGENTPAY_LEDGER_URL", "http://127.0.0.1:8090/connector/ledger"))
        .contains(app, voice, connector);
  }

  @Test
  void lists_the_addresses_of_existing_clients() {
    assertThat(
            lines(
                "AGENTPAY_COMPAT",
                "agent-pay,generic",
                "AGENTPAY_COMPAT_SYNC_SERVICES",
                "IS" + "1".repeat(32),
                "AGENTPAY_COMPAT_SIP_DOMAIN",
                "pbx.example.com"))
        .containsSubsequence(
            "agent-pay | see docs/migrating.md",
            "A call comes in | " + URL + "/inboundHandler",
            "Request URL of the SIP domain | " + URL + "/outboundHandler",
            "generic | see docs/migrating.md",
            "Voice request URL | " + URL + "/twiml")
        .noneMatch(line -> line.contains("/pv/") || line.contains("/forward"));
    assertThat(lines()).noneMatch(line -> line.contains("migrating"));
  }
}
