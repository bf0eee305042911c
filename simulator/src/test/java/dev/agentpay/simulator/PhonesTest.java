package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.agentpay.simulator.options.ApplicationOptions;
import dev.agentpay.simulator.options.NumberOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.world.CallView;
import dev.agentpay.simulator.world.ControlRefused;
import dev.agentpay.simulator.world.LineAudio;
import dev.agentpay.simulator.world.SoftphoneLeg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests softphones that dial out, rules for dialled parties, and numbers with fixed TwiML.
class PhonesTest {
  private static final String TO_NUMBER =
      "<Response><Dial callerId='+15550100' action='/after' timeout='10'>"
          + "<Number>+15550123</Number></Dial></Response>";

  @Test
  void a_softphone_dials_out_through_the_application() {
    final VirtualWorld world = world(TO_NUMBER);
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("alice", legs::add);
    final CallView call =
        world.twilio.softphoneDials("alice", "+15550123", Map.of("order", "o-1", "CallSid", "CA0"));
    world.pass(2);
    assertThat(world.sentTo("centre.example/out"))
        .singleElement()
        .satisfies(
            form ->
                assertThat(form)
                    .containsEntry("CallSid", call.sid())
                    .containsEntry("From", "client:alice")
                    .containsEntry("To", "+15550123")
                    .containsEntry("Direction", "inbound")
                    .containsEntry("ApplicationSid", ApplicationOptions.DEFAULT_SID)
                    .containsEntry("order", "o-1"));
    assertThat(legs)
        .extracting(SoftphoneLeg::direction, SoftphoneLeg::status)
        .containsExactly(tuple("outbound", "ringing"), tuple("outbound", "in-progress"));
    assertThat(legs.getFirst().to()).isEqualTo("+15550123");
    final CallView leg = world.twilio.call(call.sid());
    assertThat(leg.identity()).isEqualTo("alice");
    assertThat(leg.children().getFirst().from()).isEqualTo("+15550100");
    world.twilio.hangUp(call.sid());
    assertThat(legs.getLast().status()).isEqualTo("completed");
    assertThat(world.twilio.call(call.sid()).over()).isTrue();
  }

  @Test
  void a_dialled_leg_is_inbound_at_the_softphone() {
    final VirtualWorld world = new VirtualWorld();
    final List<SoftphoneLeg> legs = new ArrayList<>();
    world.twilio.softphone("alice", legs::add);
    world.twilio.dialIn("+15550199", VirtualWorld.NUMBER);
    world.pass(1);
    assertThat(legs).extracting(SoftphoneLeg::direction).containsOnly("inbound");
  }

  @Test
  void a_softphone_needs_an_allowed_caller_id() {
    final VirtualWorld world =
        world("<Response><Dial><Number>+15550123</Number></Dial></Response>");
    world.twilio.softphoneDials("alice", "+15550123", Map.of());
    world.pass(2);
    assertThat(world.errors()).singleElement().asString().contains("13214");
  }

  @Test
  void a_softphone_cannot_dial_without_an_application() {
    assertThatThrownBy(
            () -> new VirtualWorld().twilio.softphoneDials("alice", "+15550123", Map.of()))
        .isInstanceOfSatisfying(
            ControlRefused.class,
            refused -> assertThat(refused.type()).isEqualTo("no-application"));
  }

  @ParameterizedTest
  @CsvSource({
    "answer, in-progress, in-progress",
    "busy, busy, completed",
    "failed, failed, completed",
    "no-answer, no-answer, completed",
    "by-hand, no-answer, completed",
  })
  void a_dialled_party_follows_its_rule(String rule, String party, String caller) {
    final VirtualWorld world = world(TO_NUMBER);
    world.twilio.use(world.twilio.switches().with(Map.of("autoAnswer", rule.equals("busy"))));
    world.twilio.useParties(Map.of("+15550123", rule));
    final String call = world.twilio.softphoneDials("alice", "+15550123", Map.of()).sid();
    world.pass(5);
    if (rule.endsWith("hand") || rule.startsWith("no")) {
      assertThat(world.twilio.call(call).children().getFirst().status()).isEqualTo("ringing");
    }
    world.pass(10);
    assertThat(world.twilio.call(call).children().getFirst().status()).isEqualTo(party);
    assertThat(world.twilio.call(call).status()).isEqualTo(caller);
  }

  @Test
  void only_parties_by_hand_wait_for_an_answer() {
    final VirtualWorld world = world(TO_NUMBER);
    world.twilio.useParties(Map.of("+15550123", "by-hand"));
    final String call = world.twilio.softphoneDials("alice", "+15550123", Map.of()).sid();
    world.pass(5);
    world.twilio.answer(world.twilio.call(call).children().getFirst().sid());
    assertThat(world.twilio.call(call).hears().kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.call();
  }

  @Test
  void a_reset_removes_rules_and_invalid_ones_change_nothing() {
    final VirtualWorld world = world(TO_NUMBER);
    world.twilio.useParties(Map.of("+15550123", "busy"));
    assertThatThrownBy(() -> world.twilio.useParties(Map.of("+15550124", "asleep")))
        .isInstanceOf(ControlRefused.class)
        .hasMessageContaining("asleep");
    assertThat(world.twilio.parties()).containsExactly(Map.entry("+15550123", "busy"));
    world.twilio.reset();
    assertThat(world.twilio.parties()).isEmpty();
  }

  @Test
  void a_number_with_fixed_twiml_sends_no_webhook() {
    final VirtualWorld world =
        new VirtualWorld(
            options ->
                options.withNumberTwiml("+15550177", "<Response><Pause length='30'/></Response>"));
    final String call = world.twilio.dialIn("+15550199", "+15550177").sid();
    world.pass(5);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    assertThat(world.sent).isEmpty();
    world.pass(30);
    assertThat(world.twilio.call(call).status()).isEqualTo("completed");
    assertThatThrownBy(
            () ->
                SimulatorOptions.demo()
                    .withNumber(
                        new NumberOptions(
                            "+1", "http://a/v", Optional.empty(), Optional.of("<Response/>"))))
        .hasMessageContaining("one of them");
  }

  private static VirtualWorld world(String twiml) {
    final VirtualWorld world =
        new VirtualWorld(options -> options.withApplication("https://centre.example/out"));
    world.documents.put("/out", twiml);
    return world;
  }
}
