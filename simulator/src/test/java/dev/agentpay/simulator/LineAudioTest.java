package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.simulator.world.LineAudio;
import org.junit.jupiter.api.Test;

/// Tests what the people at both ends of a call hear.
class LineAudioTest {
  private final VirtualWorld world = new VirtualWorld();

  @Test
  void the_caller_hears_ringing_until_the_agent_answers() {
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.2);
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
    assertThat(agentAudio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
    world.pass(2);
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.TALKING));
    assertThat(agentAudio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.TALKING));
  }

  @Test
  void an_answered_caller_hears_ringing_during_a_dial() {
    world.twiml = "<Response><Dial><Client>alice</Client></Dial></Response>";
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.2);
    assertThat(world.twilio.call(call).status()).isEqualTo("in-progress");
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.RINGING));
  }

  @Test
  void the_agent_hears_silence_while_the_customer_types() {
    final String call = world.call();
    final String payment = world.open(call);
    world.capture(call, payment, "payment-card-number");
    assertThat(agentAudio(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.types(call, "4111");
    assertThat(agentAudio(call).kind()).isEqualTo(LineAudio.Kind.SILENCE);
    assertThat(audio(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
    world.types(call, "111111111111");
    assertThat(agentAudio(call).kind()).isEqualTo(LineAudio.Kind.TALKING);
  }

  @Test
  void the_caller_hears_say_and_play() {
    world.twiml =
        """
        <Response>
          <Say>All our agents
            are busy.</Say><Play>/wait.mp3</Play><Pause/><Reject reason="busy"/>
        </Response>
        """;
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.5);
    assertThat(audio(call))
        .isEqualTo(new LineAudio(LineAudio.Kind.SPEECH, "All our agents are busy."));
    world.pass(1);
    assertThat(audio(call)).isEqualTo(new LineAudio(LineAudio.Kind.SOUND, "/wait.mp3"));
    world.pass(1);
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.SILENCE));
    world.pass(1);
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.ENDED));
  }

  @Test
  void a_rejected_caller_hears_the_busy_tone() {
    world.twiml = "<Response><Reject reason=\"busy\"/></Response>";
    final String call = world.twilio.dialIn("+15550199", VirtualWorld.NUMBER).sid();
    world.pass(0.5);
    assertThat(audio(call)).isEqualTo(LineAudio.only(LineAudio.Kind.BUSY));
  }

  @Test
  void redirecting_the_agent_disconnects_the_customer() {
    final String call = world.call();
    final String agent = world.twilio.call(call).children().getFirst().sid();
    world.now(
        world.rest(
            "POST",
            "/Calls/" + agent + ".json",
            java.util.Map.of("Twiml", "<Response><Say>Transferred</Say></Response>")));
    assertThat(world.twilio.call(agent).hears())
        .isEqualTo(new LineAudio(LineAudio.Kind.SPEECH, "Transferred"));
    assertThat(audio(call).kind()).isNotEqualTo(LineAudio.Kind.TALKING);
  }

  private LineAudio audio(String call) {
    return world.twilio.call(call).hears();
  }

  private LineAudio agentAudio(String call) {
    return world.twilio.call(call).children().getFirst().hears();
  }
}
