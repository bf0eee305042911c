package dev.agentpay.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.VirtualWorld;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.wire.Signature;
import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.JournalEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests calls: legs, TwiML and status callbacks.
class CallsTest {
  private static final String TO_ALICE =
      """
      <Response><Dial answerOnBridge="true" action="/after" timeout="20">
        <Client statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">
          <Identity>alice</Identity><Parameter name="customer" value="c-17"/>
        </Client></Dial></Response>
      """;

  @Test
  void connects_a_customer_to_an_agent_and_reports_it() {
    final VirtualWorld world = world(TO_ALICE);
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    world.pass(0.1);
    assertThat(world.sentTo("centre.example/voice"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call)
                    .containsEntry("CallStatus", "ringing")
                    .containsEntry("Direction", "inbound")
                    .containsEntry("From", "+15550199")
                    .containsEntry("To", VirtualWorld.NUMBER)
                    .containsEntry("AccountSid", world.options.accountSid())
                    .containsEntry("ApiVersion", "2010-04-01"));
    assertThat(world.twilio.call(call).status()).isEqualTo("ringing");
    world.pass(1);
    final CallView view = world.twilio.call(call);
    assertThat(view.status()).isEqualTo("in-progress");
    final CallView agent = view.children().getFirst();
    assertThat(agent.identity()).isEqualTo("alice");
    assertThat(agent.parameters()).containsExactly(Map.entry("customer", "c-17"));
    assertThat(agent.to()).isEqualTo("client:alice");

    world.pass(30);
    world.twilio.hangUp(call);
    world.pass(1);
    assertThat(world.twilio.call(agent.sid()).status()).isEqualTo("completed");
    final List<Map<String, String>> statusCallbacks = world.sentTo("centre.example/leg");
    assertThat(statusCallbacks)
        .extracting(form -> form.get("CallStatus"))
        .containsExactly("initiated", "ringing", "in-progress", "completed");
    assertThat(statusCallbacks)
        .extracting(form -> form.get("SequenceNumber"))
        .containsExactly("0", "1", "2", "3");
    assertThat(statusCallbacks)
        .allSatisfy(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", agent.sid())
                    .containsEntry("ParentCallSid", call)
                    .containsEntry("Direction", "outbound-dial")
                    .containsEntry("CallbackSource", "call-progress-events"));
    assertThat(statusCallbacks.getLast().get("Timestamp"))
        .isEqualTo("Tue, 10 Mar 2026 09:00:31 +0000");
    assertThat(world.sentTo("centre.example/ended"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call)
                    .containsEntry("CallStatus", "completed")
                    .containsEntry("CallDuration", "31"));
    assertThat(world.sentTo("centre.example/after"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("DialCallStatus", "completed")
                    .containsEntry("DialCallSid", agent.sid())
                    .containsKey("DialCallDuration"));
  }

  @Test
  void requests_the_action_when_the_agent_hangs_up() {
    final VirtualWorld world = world(TO_ALICE);
    final String call = world.call();
    world.twilio.hangUp(world.twilio.call(call).children().getFirst().sid());
    world.pass(0.1);
    assertThat(world.sentTo("centre.example/after")).hasSize(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @Test
  void the_next_verb_follows_a_dial_without_action() {
    final VirtualWorld world =
        world("<Response><Dial><Client>a</Client></Dial><Pause length=\"10\"/></Response>");
    final String call = world.call();
    world.twilio.hangUp(world.twilio.call(call).children().getFirst().sid());
    world.pass(9);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    world.pass(2);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource({"true, ringing", "false, in-progress"})
  void answerOnBridge_leaves_the_customer_ringing_until_somebody_answers(
      String answerOnBridge, String status) {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml =
        "<Response><Dial answerOnBridge='"
            + answerOnBridge
            + "'><Client>a</Client></Dial></Response>";
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(2);
    assertThat(world.twilio.call(call).status()).isEqualTo(status);
  }

  @Test
  void a_dial_times_out_without_an_answer() {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml = TO_ALICE;
    world.twilio.dialIn("+15550199", VirtualWorld.NUMBER);
    world.pass(19);
    assertThat(world.sentTo("centre.example/after")).isEmpty();
    world.pass(2);
    assertThat(world.sentTo("centre.example/after").getLast())
        .containsEntry("DialCallStatus", "no-answer")
        .doesNotContainKey("DialCallDuration");
    assertThat(world.sentTo("centre.example/leg").getLast())
        .containsEntry("CallStatus", "no-answer");
  }

  @Test
  void an_agent_rejects_the_call() {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml = TO_ALICE;
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    final String agent = world.twilio.call(call).children().getFirst().sid();
    world.twilio.reject(agent);
    world.pass(1);
    assertThat(world.sentTo("centre.example/after").getLast())
        .containsEntry("DialCallStatus", "busy");
    assertThatThrownBy(() -> world.twilio.answer(agent))
        .isInstanceOf(ControlRefused.class)
        .hasMessageContaining("busy");
  }

  @Test
  void the_customer_hangs_up_while_it_rings() {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml = TO_ALICE;
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    assertThat(world.twilio.hangUp(call).status()).isEqualTo("canceled");
    world.pass(1);
    assertThat(world.sentTo("centre.example/leg").getLast())
        .containsEntry("CallStatus", "canceled");
    assertThatThrownBy(() -> world.twilio.hangUp(call)).isInstanceOf(ControlRefused.class);
  }

  @Test
  void the_first_party_that_answers_is_connected() {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml =
        "<Response><Dial><Client>a</Client><Client>b</Client><Number>+15550142</Number></Dial></Response>";
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    final List<CallView> parties = world.twilio.call(call).children();
    world.twilio.answer(parties.get(1).sid());
    world.pass(1);
    assertThat(world.twilio.call(call).children())
        .extracting(CallView::status)
        .containsExactly("canceled", "in-progress", "canceled");
  }

  @ParameterizedTest
  @CsvSource({"sip:desk@pbx.example, in-progress", "sip:busy@pbx.example, busy"})
  void a_sip_party_named_busy_is_busy(String address, String status) {
    final VirtualWorld world =
        world("<Response><Dial><Sip>" + address + "?X-A=1</Sip></Dial></Response>");
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(2);
    assertThat(world.twilio.call(call).children().getFirst().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"busy, busy", "rejected, no-answer"})
  void reject_leaves_the_call_unanswered(String reason, String status) {
    final VirtualWorld world = world("<Response><Reject reason='" + reason + "'/></Response>");
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo(status);
    assertThat(world.sentTo("centre.example/ended").getLast())
        .containsEntry("CallStatus", status)
        .doesNotContainKey("CallDuration");
  }

  @Test
  void verbs_run_in_order() {
    final VirtualWorld world =
        world(
            "<Response><Say>Hello</Say><Play>a.mp3</Play><Pause length='3'/><Hangup/></Response>");
    final String call = world.call();
    world.pass(2.5);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @Test
  void a_redirect_resolves_relative_urls() {
    final VirtualWorld world =
        world("<Response><Redirect method='GET'>other?x=1</Redirect></Response>");
    world.twilio.dialIn("+15550199", VirtualWorld.NUMBER);
    world.pass(1);
    final Transport.OutgoingRequest request =
        world.sent.stream()
            .filter(r -> r.url().getPath().equals("/other"))
            .findFirst()
            .orElseThrow();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.url().toString()).startsWith("https://centre.example/other?x=1&AccountSid=");
    assertThat(request.headers().get("X-Twilio-Signature"))
        .isEqualTo(new Signature(world.options.authToken()).of(request.url().toString(), Map.of()));
  }

  @Test
  void stops_endless_redirects() {
    final VirtualWorld world = world("<Response><Redirect>/voice</Redirect></Response>");
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(10);
    assertThat(world.twilio.call(call).status()).isEqualTo("failed");
    assertThat(world.journal()).contains("redirects");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Response><Enqueue>q</Enqueue></Response> | not simulated",
        "<Response><Dial><Conference>c</Conference></Dial></Response> | not simulated",
        "<Response><Dial action='::'><Client>a</Client></Dial></Response> | not a URL",
        "<Response><Dial method='PUT'><Client>a</Client></Dial></Response> | GET or POST",
        "<Response><Dial timeout='long'><Client>a</Client></Dial></Response> | must be a number",
        "<Response><Dial><Client></Client></Dial></Response> | no address",
        "<Answer/> | <Response>",
        "<Response> | not XML",
        "hello | not XML",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Response>&e;</Response> | not XML",
      })
  void an_invalid_document_fails_the_call_with_its_reason(String twiml, String why) {
    final VirtualWorld world = world(twiml);
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("failed");
    assertThat(errors(world)).singleElement().asString().contains(why);
  }

  @Test
  void a_failing_voice_url_fails_the_call() {
    final VirtualWorld world = new VirtualWorld();
    world.network = _ -> Optional.of(new Transport.Outcome.Answered(500, "boom"));
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("failed");
    assertThat(errors(world)).singleElement().asString().contains("11200").contains("500");
  }

  @Test
  void an_empty_document_hangs_up() {
    final VirtualWorld world = world("<Response/>");
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @Test
  void only_configured_numbers_can_be_called() {
    final VirtualWorld world = new VirtualWorld();
    assertThatThrownBy(() -> world.twilio.dialIn("+15550199", "+15550777"))
        .isInstanceOf(ControlRefused.class)
        .hasMessageContaining(VirtualWorld.NUMBER);
    world.twilio.configure(
        new NumberOptions("+15550777", "https://centre.example/voice", Optional.empty()));
    assertThat(world.twilio.dialIn("+15550199", "+15550777").status()).isEqualTo("ringing");
  }

  @Test
  void a_sip_call_passes_headers_and_keys() {
    final VirtualWorld world = new VirtualWorld();
    final String call =
        world
            .twilio
            .dialIn(
                "sip:+15550199@pbx.example",
                VirtualWorld.NUMBER,
                Map.of("X-Conversation", "c-9", "User-to-User", "00aa;encoding=hex"))
            .sid();
    world.pass(2);
    assertThat(world.sentTo("centre.example/voice").getFirst())
        .containsEntry("From", "sip:+15550199@pbx.example")
        .containsEntry("SipHeader_X-Conversation", "c-9")
        .containsEntry("SipHeader_User-to-User", "00aa;encoding=hex");
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    assertThat(world.types(call, "4").heardByPayment()).isEqualTo(1);
    assertThatThrownBy(
            () -> world.twilio.dialIn("sip:a@b", VirtualWorld.NUMBER, Map.of("Via", "x")))
        .isInstanceOf(ControlRefused.class)
        .hasMessageContaining("via");
  }

  @Test
  void an_ended_leg_never_changes_again() {
    final VirtualWorld world = new VirtualWorld(Map.of("autoAnswer", false));
    world.twiml =
        """
        <Response><Dial><Client statusCallback="/leg">a</Client><Client>b</Client></Dial></Response>
        """;
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(1);
    final String first = world.twilio.call(call).children().getFirst().sid();
    world.twilio.reject(first);
    world.twilio.hangUp(call);
    world.pass(100);
    assertThat(world.twilio.call(first).status()).isEqualTo("busy");
    assertThat(world.sentTo("centre.example/leg")).hasSize(1);
  }

  @Test
  void a_reset_stops_everything_of_the_old_world() {
    final VirtualWorld world = new VirtualWorld();
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    world.types(call, "4");
    int before = world.sent.size();
    world.twilio.reset();
    world.pass(100);
    assertThat(world.sent).hasSize(before);
    assertThat(world.twilio.calls()).isEmpty();
    assertThat(world.twilio.journal(0)).isEmpty();
    world.open(world.call());
  }

  private static VirtualWorld world(String twiml) {
    final VirtualWorld world = new VirtualWorld();
    world.twiml = twiml;
    return world;
  }

  private static List<Map<String, Object>> errors(VirtualWorld world) {
    return world.twilio.journal(0).stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.ERROR)
        .map(JournalEntry::details)
        .toList();
  }
}
