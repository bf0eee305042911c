package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.world.LineAudio;
import org.junit.jupiter.api.Test;

/// What the people at both ends of a call hear.
class LineAudioTest {
  private final VirtualWorld world = new VirtualWorld();

  @Test
  void the_caller_hears_it_ring_until_the_agent_is_on_the_line() {
    var call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.2);
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
    assertThat(heardByAgent(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
    world.pass(2);
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.TALKING));
    assertThat(heardByAgent(call)).isEqualTo(LineAudio.only(LineAudio.Kind.TALKING));
  }

  @Test
  void an_answered_caller_hears_it_ring_as_well() {
    world.twiml = "<Response><Dial><Client>alice</Client></Dial></Response>";
    var call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.2);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
  }

  @Test
  void the_agent_hears_silence_while_keys_of_a_field_are_pressed() {
    var call = world.call();
    var payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    assertThat(heardByAgent(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.types(call, "4111");
    assertThat(heardByAgent(call).kind()).isEqualTo(LineAudio.Kind.SILENCE);
    assertThat(heard(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.types(call, "111111111111");
    assertThat(heardByAgent(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
  }

  @Test
  void what_is_said_and_played_is_heard_word_by_word() {
    world.twiml =
        """
        <Response>
          <Say>All our agents
            are busy.</Say><Play>/wait.mp3</Play><Pause/><Reject reason="busy"/>
        </Response>
        """;
    var call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.5);
    assertThat(heard(call))
        .isEqualTo(new LineAudio(LineAudio.Kind.SPEECH, "All our agents are busy."));
    world.pass(1);
    assertThat(heard(call)).isEqualTo(new LineAudio(LineAudio.Kind.SOUND, "/wait.mp3"));
    world.pass(1);
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.SILENCE));
    world.pass(1);
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.ENDED));
  }

  @Test
  void a_caller_who_is_turned_away_hears_the_busy_tone() {
    world.twiml = "<Response><Reject reason=\"busy\"/></Response>";
    var call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.5);
    assertThat(heard(call)).isEqualTo(LineAudio.only(LineAudio.Kind.BUSY));
  }

  @Test
  void nobody_talks_to_an_agent_who_was_led_elsewhere() {
    var call = world.call();
    var agent = world.twilio.call(call).children().getFirst().sid();
    world.now(
        world.rest(
            "POST",
            "/Calls/" + agent + ".json",
            java.util.Map.of("Twiml", "<Response><Say>Transferred</Say></Response>")));
    assertThat(world.twilio.call(agent).hears())
        .isEqualTo(new LineAudio(LineAudio.Kind.SPEECH, "Transferred"));
    assertThat(heard(call).kind()).isNotEqualTo(LineAudio.Kind.TALKING);
  }

  private LineAudio heard(String call) {
    return world.twilio.call(call).hears();
  }

  private LineAudio heardByAgent(String call) {
    return world.twilio.call(call).children().getFirst().hears();
  }
}
