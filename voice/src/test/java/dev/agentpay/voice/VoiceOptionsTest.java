package dev.agentpay.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoiceOptionsTest {
  @Test
  void what_holds_without_configuration_is_fine() {
    assertThat(VoiceOptions.DEFAULT.problems()).isEmpty();
  }

  @Test
  void every_error_is_told_at_once() {
    final VoiceOptions options =
        new VoiceOptions(
            RouteTable.read(List.of("*=forward:+12025550190"), new ArrayList<>()),
            Map.of("12025550191", new AgentId("bob")),
            new CallerIds(List.of("12025550100", "anonymous")),
            Optional.of(URI.create("music.mp3")),
            Duration.ofSeconds(4));
    assertThat(options.problems())
        .containsExactlyInAnyOrder(
            "ringing takes 5 to 600 seconds",
            "* is forwarded to +12025550190, which is no agent's telephone; say whose it is in"
                + " phones",
            "a caller id is a number as +12025550100, not 12025550100",
            "a caller id is a number as +12025550100, not anonymous",
            "a telephone is a number as +12025550123, not 12025550191",
            "the music is an http or https address");
  }

  @Test
  void an_agent_is_rung_at_most_as_long_as_twilio_does() {
    assertThat(ringing(Duration.ofSeconds(5)).problems()).isEmpty();
    assertThat(ringing(Duration.ofMinutes(10)).problems()).isEmpty();
    assertThat(ringing(Duration.ofMinutes(10).plusSeconds(1)).problems()).hasSize(1);
  }

  private static VoiceOptions ringing(Duration ringFor) {
    return new VoiceOptions(
        RouteTable.SOFTPHONES, Map.of(), new CallerIds(List.of()), Optional.empty(), ringFor);
  }
}
