package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.options.ApplicationOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.options.SipDomainOptions;
import dev.agentpay.simulator.options.SyncServiceOptions;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ControlRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests calls from and to a PBX.
class SipTest {
  private static final String PBX = "sip:+15550111@pbx.example.test";
  private static final String CUSTOMER = "sip:+15550142@acme.sip.example.test";

  @Test
  void a_sip_domain_gets_the_calls_headers_and_source() {
    final VirtualWorld world = world("<Response><Dial><Client>alice</Client></Dial></Response>");
    final String call =
        world
            .twilio
            .dialIn(PBX, CUSTOMER, Map.of("x-inin-cnv", "c-9", "User-to-User", "00aa;encoding=hex"))
            .sid();
    world.pass(2);
    final SipDomainOptions domain = world.twilio.sipDomains().getFirst();
    assertThat(domain.sid()).matches("SD[0-9a-f]{32}");
    assertThat(world.sentTo("centre.example/sip"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call)
                    .containsEntry("Direction", "inbound")
                    .containsEntry("From", PBX)
                    .containsEntry("To", CUSTOMER)
                    .containsEntry("SipDomain", "acme.sip.example.test")
                    .containsEntry("SipDomainSid", domain.sid())
                    .containsEntry("SipHeader_x-inin-cnv", "c-9")
                    .containsEntry("SipHeader_User-to-User", "00aa;encoding=hex")
                    .hasEntrySatisfying(
                        "SipCallId", id -> assertThat(id).endsWith("@pbx.example.test"))
                    .containsKey("SipSourceIp"));
    assertThat(world.twilio.call(call).sipHeaders()).containsEntry("x-inin-cnv", "c-9");
    world.twilio.hangUp(call);
    world.pass(1);
    assertThat(world.sentTo("centre.example/sip-ended"))
        .as("a SIP domain's status callback reports only the end, without headers")
        .singleElement()
        .satisfies(
            form -> {
              assertThat(form).containsEntry("CallStatus", "completed");
              assertThat(form.keySet()).noneMatch(name -> name.startsWith("SipHeader_"));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sip:+15550111@pbx.example.test | sip:+15550142@other.example.test | unknown-number",
        "sip:+15550111@pbx.example.test | sip:acme.sip.example.test.evil | unknown-number",
        "+15550111 | sip:+15550142@acme.sip.example.test | bad-from",
      })
  void refuses_a_call_to_an_unknown_sip_domain(String from, String to, String type) {
    final VirtualWorld world = world("<Response/>");
    assertThatThrownBy(() -> world.twilio.dialIn(from, to))
        .isInstanceOfSatisfying(
            ControlRefused.class, refused -> assertThat(refused.type()).isEqualTo(type));
    assertThat(world.twilio.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:desk@ACME.sip.example.test:5061;transport=tls",
    "SIP:acme.sip.example.test",
  })
  void a_sip_domain_is_case_insensitive(String to) {
    final VirtualWorld world = world("<Response><Reject/></Response>");
    assertThat(world.twilio.dialIn(PBX, to).to()).isEqualTo(to);
  }

  @Test
  void a_dialled_sip_party_gets_decoded_headers() {
    final VirtualWorld world = new VirtualWorld();
    world.twiml =
        """
        <Response><Dial><Sip>sip:desk@pbx.example.test;transport=tls;region=us1?User-to-User=00%3Bencoding%3Dhex&amp;X-Name=Agent%2C+A</Sip></Dial></Response>
        """;
    final String call = world.call();
    assertThat(world.twilio.call(call).children().getFirst().sipHeaders())
        .containsOnly(
            Map.entry("User-to-User", "00;encoding=hex"), Map.entry("X-Name", "Agent, A"));
  }

  @ParameterizedTest
  @CsvSource({
    "Remote-Party-ID, 5, 0",
    "p-preferred-identity, 5, 0",
    "P-Called-Party-ID, 5, 0",
    "Via, 5, 13252",
    "X-A_B, 5, 13252",
    "X-A, 1019, 0",
    "X-A, 1020, 13253",
  })
  void checks_headers_of_a_dialled_sip_party(String name, int length, int code) {
    final VirtualWorld world = new VirtualWorld();
    world.twiml = dialSip("sip:desk@pbx.example.test?" + name + "=" + "a".repeat(length));
    assertThat(dialled(world)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"254, 0", "255, 13243"})
  void a_sip_uri_must_be_shorter_than_255_characters(int length, int code) {
    final VirtualWorld world = new VirtualWorld();
    final String host = "@pbx.example.test";
    world.twiml = dialSip("sip:" + "a".repeat(length - 4 - host.length()) + host + "?X-A=1");
    assertThat(dialled(world)).isEqualTo(code);
  }

  @Test
  void a_dial_without_valid_parties_fails() {
    final VirtualWorld world = new VirtualWorld();
    world.twiml =
        "<Response><Dial action='/after'><Sip>sip:a@b.example?Via=1</Sip></Dial></Response>";
    world.twilio.dialIn("+15550199", VirtualWorld.NUMBER);
    world.pass(1);
    assertThat(world.sentTo("centre.example/after").getLast())
        .containsEntry("DialCallStatus", "failed")
        .doesNotContainKey("DialCallSid");
  }

  @Test
  void an_invalid_party_leaves_the_others_ringing() {
    final VirtualWorld world = new VirtualWorld();
    world.twiml =
        """
        <Response><Dial><Sip>sip:a@b.example?Via=1</Sip><Client>alice</Client></Dial></Response>
        """;
    final String call = world.call();
    assertThat(world.twilio.call(call).children())
        .extracting(CallView::to)
        .containsExactly("client:alice");
    assertThat(world.errors()).hasSize(1);
  }

  @Test
  void the_action_url_gets_the_sip_response_code() {
    final VirtualWorld world = new VirtualWorld();
    world.twiml = "<Response><Dial action='/after'><Sip>sip:busy@b.example</Sip></Dial></Response>";
    world.twilio.dialIn("+15550199", VirtualWorld.NUMBER);
    world.pass(1);
    assertThat(world.sentTo("centre.example/after").getLast())
        .containsEntry("DialCallStatus", "busy")
        .containsEntry("DialSipResponseCode", "486");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sip:+15550111@pbx.example.test | +15550111 | invalid",
        "sip:+15550111@pbx.example.test | +15550142 | invalid",
        "sip:+15550111@pbx.example.test | '' | invalid",
        "sip:+15550111@pbx.example.test | +15550100 | fine",
        "sip:+15550111@pbx.example.test | +15550188 | fine",
        "sip:+15550188@pbx.example.test | '' | fine",
      })
  void a_sip_call_needs_an_owned_or_verified_caller_id(
      String from, String callerId, String verdict) {
    final VirtualWorld world =
        world(
            "<Response><Dial callerId='%s'><Number>+15550142</Number></Dial></Response>"
                .formatted(callerId));
    final String call = world.twilio.dialIn(from, CUSTOMER).sid();
    world.pass(2);
    if (verdict.equals("fine")) {
      final String shown = callerId.isEmpty() ? "+15550188" : callerId;
      assertThat(world.twilio.call(call).children().getFirst().from()).isEqualTo(shown);
      assertThat(world.errors()).isEmpty();
    } else {
      assertThat(world.twilio.call(call).children()).isEmpty();
      assertThat(world.errors()).singleElement().asString().contains("13214");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "+15550199, 0",
    "+15550100, 0",
    "+15550188, 0",
    "+15550777, 13214",
  })
  void a_telephone_call_may_use_its_own_numbers(String callerId, int code) {
    final VirtualWorld world =
        world(
            "<Response><Dial callerId='%s'><Number>+15550142</Number></Dial></Response>"
                .formatted(callerId));
    world.documents.put("/voice", "");
    world.twiml = world.documents.get("/sip");
    assertThat(dialled(world)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"Agent-A.1_x+, 0", "Agent A, 13214"})
  void a_sip_party_may_see_any_single_word_caller_id(String callerId, int code) {
    final VirtualWorld world = new VirtualWorld();
    world.twiml =
        "<Response><Dial callerId='%s'><Sip>sip:a@b.example</Sip></Dial></Response>"
            .formatted(callerId);
    assertThat(dialled(world)).isEqualTo(code);
  }

  @Test
  void configured_sip_domains_survive_a_reset() {
    final VirtualWorld world = world("<Response><Reject/></Response>");
    world.twilio.configure(
        new SipDomainOptions(
            "New.sip.example.test", "https://centre.example/new", Optional.empty()));
    world.twilio.reset();
    world.twilio.dialIn(PBX, "sip:a@new.sip.example.test");
    world.pass(1);
    assertThat(world.sentTo("centre.example/new")).hasSize(1);
    assertThatThrownBy(
            () -> world.twilio.configure(new SipDomainOptions("a b", "voice", Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.twilio.sipDomains()).hasSize(2);
  }

  @Test
  void reads_sip_domains_from_a_configuration_file() {
    final SimulatorOptions options =
        SimulatorOptions.of(
            Map.of(
                "sipDomains",
                    List.of(Map.of("domain", "Acme.sip.example.test", "voiceUrl", "http://a/v")),
                "verifiedCallerIds", List.of("+15550188"),
                "syncServices",
                    List.of(Map.of("sid", "IS" + "0".repeat(32), "friendlyName", "AgentPay")),
                "application", Map.of("voiceUrl", "http://a/out")));
    assertThat(options.sipDomains().getFirst().domain()).isEqualTo("acme.sip.example.test");
    assertThat(options.syncServices())
        .containsExactly(new SyncServiceOptions("IS" + "0".repeat(32), "AgentPay"));
    assertThat(options.verifiedCallerIds()).containsExactly("+15550188");
    assertThat(options.application().orElseThrow().sid()).isEqualTo(ApplicationOptions.DEFAULT_SID);
    assertThatThrownBy(
            () ->
                SimulatorOptions.of(
                    Map.of("sipDomains", List.of(Map.of("domain", "a b")), "application", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a b")
        .hasMessageContaining("application");
  }

  /// The code of the error that kept the party from ringing; 0 if it rang.
  private static int dialled(VirtualWorld world) {
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(2);
    final List<Map<String, Object>> errors = world.errors();
    assertThat(world.twilio.call(call).children()).hasSize(errors.isEmpty() ? 1 : 0);
    return errors.isEmpty() ? 0 : (Integer) errors.getFirst().get("code");
  }

  private static String dialSip(String uri) {
    return "<Response><Dial><Sip>" + uri + "</Sip></Dial></Response>";
  }

  private static VirtualWorld world(String twiml) {
    final VirtualWorld world =
        new VirtualWorld(
            options ->
                options
                    .withVerifiedCallerId("+15550188")
                    .withSipDomain(
                        "acme.sip.example.test",
                        "https://centre.example/sip",
                        "https://centre.example/sip-ended"));
    world.documents.put("/sip", twiml);
    return world;
  }
}
