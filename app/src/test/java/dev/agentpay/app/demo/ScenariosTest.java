package dev.agentpay.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.commands.DemoCommand;
import dev.agentpay.scenarios.Scenario;
import dev.agentpay.scenarios.actors.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every script succeeds, and a script that fails is reported as a failure.
class ScenariosTest {
  @TempDir private Path data;

  static Stream<String> names() {
    return Scenario.ALL.stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void script_succeeds(String name) {
    final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
    final int code =
        DemoCommand.play(data, name, new PrintStream(transcript, true, StandardCharsets.UTF_8));
    assertThat(code).as(transcript.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void failing_script_is_reported_as_a_failure() {
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final Transcript transcript =
        new Transcript(new PrintStream(output, true, StandardCharsets.UTF_8));
    final Scenario wrong =
        new Scenario(
            "wrong", "", stage -> stage.agent("alice").client().paySession("ps_" + "0".repeat(26)));
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK)) {
      assertThat(DemoCommand.run(wrong, world, transcript)).isFalse();
    }
    transcript.note("");
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("✗ wrong");
  }
}
