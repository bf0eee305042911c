package dev.agentpay.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.PhoneNumbers;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoiceOptionsTest {
  @Test
  void the_defaults_are_valid() {
    assertThat(VoiceOptions.DEFAULT.problems()).isEmpty();
  }

  @Test
  void reports_all_errors_at_once() {
    final VoiceOptions options =
        new VoiceOptions(
            RouteTable.read(List.of("*=forward:+12025550190"), new ArrayList<>()),
            Map.of("12025550191", new AgentId("bob")),
            new CallerIds(List.of("12025550100", "anonymous")),
            Optional.of(URI.create("music.mp3")),
            Duration.ofSeconds(4),
            PhoneNumbers.INTERNATIONAL);
    assertThat(options.problems())
        .containsExactlyInAnyOrder(
            "ringFor: must be 5 to 600 seconds; got 4",
            "routes: * is forwarded to +12025550190, which belongs to no agent; add the number to phones",
            "callerIds: must be numbers such as +12025550100; got 12025550100",
            "callerIds: must be numbers such as +12025550100; got anonymous",
            "phones: must have numbers such as +12025550123; got 12025550191",
            "music: must be an http or https URL");
  }

  @Test
  void the_ring_time_is_limited_to_twilios_maximum() {
    assertThat(ringing(Duration.ofSeconds(5)).problems()).isEmpty();
    assertThat(ringing(Duration.ofMinutes(10)).problems()).isEmpty();
    assertThat(ringing(Duration.ofMinutes(10).plusSeconds(1)).problems()).hasSize(1);
  }

  private static VoiceOptions ringing(Duration ringFor) {
    return new VoiceOptions(
        RouteTable.SOFTPHONES,
        Map.of(),
        new CallerIds(List.of()),
        Optional.empty(),
        ringFor,
        PhoneNumbers.INTERNATIONAL);
  }
}
