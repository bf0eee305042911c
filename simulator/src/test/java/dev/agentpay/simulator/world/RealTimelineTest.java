package dev.agentpay.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealTimelineTest {

  /// Even a fast simulator gives a script on a busy machine the time to press a key.
  @ParameterizedTest
  @CsvSource({
    "5000, 1, 5000",
    "5000, 0.5, 2500",
    "5000, 0.04, 2000",
    "600000, 0.04, 24000",
    "1000, 0.04, 1000",
    "1000, 1, 1000"
  })
  void person_has_two_seconds_or_the_whole_wait(long wait, double scale, long expected) {
    assertThat(RealTimeline.forPerson(Duration.ofMillis(wait), scale))
        .isEqualTo(Duration.ofMillis(expected));
  }
}
