package dev.agentpay.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.server.options.DeskOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the tests of the npm package `@agentpay/client` against a demo. They use the package as the
/// build of `web` has made it.
class JavaScriptClientTest {
  private static final Path WEB = Path.of("..", "web");
  private static final Path TESTS = WEB.resolve("packages/client/e2e/client.test.mjs");
  private static final Path PACKAGE = WEB.resolve("target/client/dist/index.js");
  private static final long TIMEOUT_SECONDS = 180;

  /// Simulated waits are short, but the server's deadlines are not: a busy machine must not look
  /// like a Twilio that does not answer.
  private static final Pace PACE =
      new Pace(
          0.2,
          new Deadlines(
              Duration.ofSeconds(20),
              Duration.ofMinutes(2),
              Duration.ofMinutes(2),
              Duration.ofMinutes(2),
              Duration.ofSeconds(20),
              Duration.ofMillis(200),
              Proof.RETRY_WINDOW),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          DeskOptions.AWAY_AFTER);

  @Test
  void every_method_and_event_works_against_a_server(@TempDir Path folder) throws Exception {
    assertThat(PACKAGE).as("run npm run build in web first").exists();
    final Path output = folder.resolve("output.txt");
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, folder.resolve("data"), PACE)) {
      final Process node = start(world, output);
      try {
        final boolean ended = node.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        final String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(node.exitValue()).as(text).isZero();
        assertThat(text).containsPattern("# pass [1-9]").contains("# fail 0", "# skipped 0");
      } finally {
        node.descendants().forEach(ProcessHandle::destroyForcibly);
        node.destroyForcibly();
      }
    }
  }

  private static Process start(DemoWorld world, Path output) throws IOException {
    final ProcessBuilder node =
        new ProcessBuilder("node", "--test", "--test-reporter=tap", TESTS.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    node.environment().put("AGENTPAY_SERVER", world.server().toString());
    node.environment().put("AGENTPAY_SIMULATOR", world.simulator().toString());
    return node.start();
  }
}
