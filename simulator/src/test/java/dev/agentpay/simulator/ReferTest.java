package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.wire.Transport;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.LineAudio;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests transfers by REFER (https://www.twilio.com/docs/voice/api/refer-to-twilio).
class ReferTest {
  private static final String TARGET = "sip:+15550123@pbx.example.test";

  @Test
  void the_refer_url_is_requested_for_the_staying_leg() {
    final VirtualWorld world =
        world(true, "<Response><Dial><Sip>sip:bob@pbx.example.test</Sip></Dial></Response>");
    final String call = world.call();
    world.twilio.refer(
        agent(world, call).sid(),
        TARGET + "?X-Reason=sale",
        Map.of("x-inin-cnv", "c-9", "User-to-User", "00;encoding=hex"));
    world.pass(0.1);
    assertThat(world.sentTo("centre.example/refer"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call)
                    .containsEntry("CallStatus", "in-progress")
                    .containsEntry("From", "+15550199")
                    .containsEntry("To", VirtualWorld.NUMBER)
                    .containsEntry("ReferTransferTarget", "<" + TARGET + "?X-Reason=sale>")
                    .containsEntry("SipHeader_x-inin-cnv", "c-9")
                    .containsEntry("SipHeader_User-to-User", "00;encoding=hex"));
  }

  @ParameterizedTest
  @CsvSource({"true, in-progress", "false, completed"})
  void the_referrer_stays_until_answered_only_with_answerOnBridge(
      boolean answerOnBridge, String status) {
    final VirtualWorld world =
        world(
            answerOnBridge,
            "<Response><Dial><Sip>sip:bob@pbx.example.test</Sip></Dial></Response>");
    world.twilio.useParties(Map.of("sip:bob@pbx.example.test", "by-hand"));
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(2);
    assertThat(world.twilio.call(agent).status()).isEqualTo(status);
    final CallView bob = world.twilio.call(call).children().getLast();
    assertThat(bob.status()).isEqualTo("ringing");
    world.twilio.answer(bob.sid());
    assertThat(world.twilio.call(agent).status()).isEqualTo("completed");
    assertThat(world.twilio.call(bob.sid()).status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(call).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.pass(100);
    assertThat(world.sentTo("centre.example/after")).isEmpty();
    world.twilio.hangUp(call);
    assertThat(world.twilio.call(bob.sid()).status()).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Response><Dial timeout='5'><Sip>sip:bob@pbx.example.test</Sip></Dial></Response>",
        "<Response><Dial action='/never'><Sip>sip:busy@pbx.example.test</Sip></Dial></Response>",
        "<Response><Dial><Sip>sip:bob@pbx.example.test?Via=1</Sip></Dial></Response>",
        "<Response><Reject reason='busy'/></Response>",
        "<Response><Say>Nobody there</Say></Response>",
        "<Response/>",
        "no TwiML",
        "500",
      })
  void a_failed_transfer_reconnects_the_two(String document) {
    final VirtualWorld world = world(true, document);
    world.twilio.useParties(Map.of("sip:bob@pbx.example.test", "no-answer"));
    refuseWith500(world, document);
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(20);
    assertThat(world.twilio.call(agent).status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(call).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    assertThat(world.twilio.call(agent).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    assertThat(world.sentTo("centre.example/never")).isEmpty();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(20);
    world.twilio.hangUp(agent);
    world.pass(1);
    assertThat(world.sentTo("centre.example/after"))
        .as("the first <Dial> continues")
        .singleElement()
        .satisfies(form -> assertThat(form).containsEntry("DialCallSid", agent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Response><Dial><Sip>sip:busy@pbx.example.test</Sip></Dial></Response>",
        "<Response><Reject reason='busy'/></Response>",
        "<Response/>",
        "500",
      })
  void without_answerOnBridge_a_failed_transfer_is_final(String document) {
    final VirtualWorld world = world(false, document);
    refuseWith500(world, document);
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(20);
    assertThat(world.twilio.call(agent).status()).isEqualTo("completed");
    assertThat(Leg.Status.ofWire(world.twilio.call(call).status()).ended()).isTrue();
    assertThat(world.sentTo("centre.example/after")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_sip_caller_transfers_its_dialled_party(boolean answerOnBridge) {
    final VirtualWorld world =
        world(
            answerOnBridge,
            "<Response><Dial><Client>bob</Client></Dial></Response>",
            "<Number>+15550142</Number>",
            "callerId='+15550100'");
    world.twilio.useParties(Map.of("client:bob", "by-hand"));
    final String call = overSip(world);
    final String customer = world.twilio.call(call).children().getFirst().sid();
    world.twilio.refer(call, TARGET, Map.of());
    world.pass(2);
    assertThat(world.sentTo("centre.example/refer").getLast())
        .containsEntry("CallSid", customer)
        .containsEntry("ParentCallSid", call)
        .containsEntry("SipHeader_X-Call", "c-9");
    assertThat(world.twilio.call(call).status())
        .isEqualTo(answerOnBridge ? "in-progress" : "completed");
    final String bob = world.twilio.call(customer).children().getFirst().sid();
    world.twilio.answer(bob);
    world.pass(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
    assertThat(world.twilio.call(customer).status()).isEqualTo("in-progress");
    assertThat(world.sentTo("centre.example/after")).isEmpty();
    world.twilio.hangUp(bob);
    assertThat(world.twilio.call(customer).status()).isEqualTo("completed");
  }

  @Test
  void a_failed_transfer_reconnects_a_sip_caller() {
    final VirtualWorld world =
        world(
            true,
            "<Response><Dial timeout='5'><Client>bob</Client></Dial></Response>",
            "<Number>+15550142</Number>",
            "callerId='+15550100'");
    world.twilio.useParties(Map.of("client:bob", "no-answer"));
    final String call = overSip(world);
    final String customer = world.twilio.call(call).children().getFirst().sid();
    world.twilio.refer(call, TARGET, Map.of());
    world.pass(20);
    assertThat(world.twilio.call(call).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    assertThat(world.twilio.call(customer).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.twilio.hangUp(customer);
    world.pass(1);
    assertThat(world.sentTo("centre.example/after")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1", "false, 0"})
  void a_referrer_may_hang_up_during_a_transfer(boolean answerOnBridge, double after) {
    final VirtualWorld world =
        world(answerOnBridge, "<Response><Dial><Client>bob</Client></Dial></Response>");
    world.twilio.useParties(Map.of("client:bob", "by-hand"));
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(after);
    world.twilio.hangUp(agent);
    world.pass(2);
    world.twilio.answer(world.twilio.call(call).children().getLast().sid());
    world.pass(1);
    assertThat(world.twilio.call(call).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    assertThat(world.sentTo("centre.example/after")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1", "false, 0"})
  void a_sip_caller_may_hang_up_during_its_transfer(boolean answerOnBridge, double after) {
    final VirtualWorld world =
        world(
            answerOnBridge,
            "<Response><Dial timeout='5'><Client>bob</Client></Dial></Response>",
            "<Number>+15550142</Number>",
            "callerId='+15550100'");
    world.twilio.useParties(Map.of("client:bob", "by-hand"));
    final String call = overSip(world);
    final String customer = world.twilio.call(call).children().getFirst().sid();
    world.twilio.refer(call, TARGET, Map.of());
    world.pass(after);
    world.twilio.hangUp(call);
    world.pass(2);
    assertThat(world.twilio.call(customer).status()).isEqualTo("in-progress");
    assertThat(world.twilio.call(customer).children())
        .extracting(CallView::status)
        .containsExactly("ringing");
    world.pass(20);
    assertThat(world.twilio.call(customer).status())
        .as("nobody answers, and the referrer has left")
        .isEqualTo("completed");
  }

  @Test
  void a_failed_transfer_does_not_reconnect_an_ended_referrer() {
    final VirtualWorld world =
        world(true, "<Response><Dial timeout='5'><Client>bob</Client></Dial></Response>");
    world.twilio.useParties(Map.of("client:bob", "no-answer"));
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(1);
    world.twilio.hangUp(agent);
    assertThat(world.sentTo("centre.example/after")).isEmpty();
    world.pass(20);
    assertThat(world.sentTo("centre.example/after")).hasSize(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void a_customer_hanging_up_ends_the_transfer(double after) {
    final VirtualWorld world =
        world(true, "<Response><Dial><Client>bob</Client></Dial></Response>");
    world.twilio.useParties(Map.of("client:bob", "by-hand"));
    final String call = world.call();
    world.twilio.refer(agent(world, call).sid(), TARGET, Map.of());
    world.pass(after);
    world.twilio.hangUp(call);
    world.pass(20);
    final CallView view = world.twilio.call(call);
    assertThat(view.over()).isTrue();
    assertThat(view.children()).hasSize(after > 0 ? 2 : 1);
    assertThat(world.sentTo("centre.example/after")).hasSize(1);
  }

  @Test
  void a_rest_redirect_cancels_the_transfer() {
    final VirtualWorld world =
        world(true, "<Response><Dial><Client>bob</Client></Dial></Response>");
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.now(
        world.rest(
            "POST",
            "/Calls/" + call + ".json",
            Map.of("Twiml", "<Response><Pause length='600'/></Response>")));
    world.pass(20);
    assertThat(world.twilio.call(agent).status()).isEqualTo("completed");
    assertThat(world.twilio.call(call).children()).hasSize(1);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
  }

  @Test
  void a_dial_without_refer_url_refuses_a_refer() {
    final VirtualWorld world = new VirtualWorld();
    world.twiml = "<Response><Dial><Sip>sip:alice@pbx.example.test</Sip></Dial></Response>";
    final String call = world.call();
    final String agent = agent(world, call).sid();
    refused(world, agent, TARGET, "no-refer-url");
    assertThat(world.errors()).singleElement().asString().contains("13802");
    assertThat(world.twilio.call(agent).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
  }

  @Test
  void refuses_an_invalid_refer() {
    final VirtualWorld world =
        world(true, "<Response><Dial><Client>bob</Client></Dial></Response>");
    final String call = world.call();
    final String agent = agent(world, call).sid();
    refused(world, call, TARGET, "not-a-sip-party");
    refused(world, agent, "+15550123", "bad-refer-target");
    refused(world, agent, "<" + TARGET + ">", "bad-refer-target");
    refused(world, agent, "sip:" + "a".repeat(251), "bad-refer-target");
    world.twilio.refer(agent, "sip:" + "a".repeat(250), Map.of());
    refused(world, agent, TARGET, "refer-under-way");
    world.twilio.hangUp(call);
    refused(world, agent, TARGET, "call-not-connected");
  }

  @Test
  void switches_decide_refer_target_and_call_sid() {
    final VirtualWorld world =
        world(
            true,
            "<Response/>",
            "<Sip>sip:alice@pbx.example.test</Sip>",
            "",
            Map.of("referTarget", "PLAIN", "referCallSid", "REFERRER"));
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, "tel:+15550123", Map.of());
    world.pass(1);
    assertThat(world.sentTo("centre.example/refer").getLast())
        .containsEntry("CallSid", agent)
        .containsEntry("ReferTransferTarget", "tel:+15550123");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_switch_decides_whether_the_action_is_requested(boolean answerOnBridge) {
    final VirtualWorld world =
        world(
            answerOnBridge,
            "<Response><Dial><Client>bob</Client></Dial></Response>",
            "<Sip>sip:alice@pbx.example.test</Sip>",
            "",
            Map.of("referAsksAction", true));
    world.documents.put("/after", "<Response><Hangup/></Response>");
    final String call = world.call();
    final String agent = agent(world, call).sid();
    world.twilio.refer(agent, TARGET, Map.of());
    world.pass(5);
    assertThat(world.sentTo("centre.example/after"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call)
                    .containsEntry("DialCallStatus", "completed")
                    .containsEntry("DialCallSid", agent));
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
  }

  @Test
  void a_payment_survives_a_transfer() {
    final VirtualWorld world =
        world(true, "<Response><Dial><Client>bob</Client></Dial></Response>");
    final String call = world.call();
    final String payment = world.open(call);
    world.twilio.refer(agent(world, call).sid(), TARGET, Map.of());
    world.pass(5);
    world.capture(call, payment, "payment-card-number");
    assertThat(world.types(call, "4242").heardByPayment()).isEqualTo(4);
  }

  private static CallView agent(VirtualWorld world, String call) {
    return world.twilio.call(call).children().getFirst();
  }

  private static String overSip(VirtualWorld world) {
    final String call =
        world
            .twilio
            .dialIn("sip:alice@pbx.example.test", VirtualWorld.NUMBER, Map.of("X-Call", "c-9"))
            .sid();
    world.pass(2);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    return call;
  }

  private static void refused(VirtualWorld world, String leg, String target, String type) {
    assertThatThrownBy(() -> world.twilio.refer(leg, target, Map.of()))
        .isInstanceOfSatisfying(
            ControlRefused.class, refused -> assertThat(refused.type()).isEqualTo(type));
  }

  private static void refuseWith500(VirtualWorld world, String document) {
    if (document.equals("500")) {
      world.network =
          request ->
              request.url().getPath().equals("/refer")
                  ? Optional.of(new Transport.Outcome.Answered(500, ""))
                  : world.answer(request);
    }
  }

  private static VirtualWorld world(boolean answerOnBridge, String document) {
    return world(answerOnBridge, document, "<Sip>sip:alice@pbx.example.test</Sip>", "");
  }

  private static VirtualWorld world(
      boolean answerOnBridge, String document, String noun, String more) {
    return world(answerOnBridge, document, noun, more, Map.of());
  }

  private static VirtualWorld world(
      boolean answerOnBridge, String document, String noun, String more, Map<String, ?> switches) {
    final VirtualWorld world = new VirtualWorld(switches);
    world.twiml =
        "<Response><Dial answerOnBridge='%s' referUrl='/refer' action='/after' %s>%s</Dial></Response>"
            .formatted(answerOnBridge, more, noun);
    world.documents.put("/refer", document);
    return world;
  }
}
