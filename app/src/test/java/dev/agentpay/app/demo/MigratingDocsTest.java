package dev.agentpay.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.config.Key;
import dev.agentpay.scenarios.actors.SimulatorControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands in docs/migrating.md against a demo, from top to bottom, and compares what
/// they print with the page.
class MigratingDocsTest {
  private static final Path PAGE = Path.of("..", "docs", "migrating.md");
  private static final long TIMEOUT_SECONDS = 90;

  private static final Pattern BLOCK =
      Pattern.compile("<!-- run -->\n```sh\n(.*?)```\n```text\n(.*?)```", Pattern.DOTALL);

  private static final String SEPARATOR = "--- next block ---";

  @TempDir private Path folder;

  private record Block(String commands, String output) {
    /// In the expected output, `…` matches any text.
    Pattern expected() {
      return Pattern.compile(
          Stream.of(output.strip().split("…", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*")),
          Pattern.DOTALL);
    }
  }

  @Test
  void commands_print_the_documented_output() throws Exception {
    final List<Block> blocks = blocks();
    assertThat(blocks).hasSizeGreaterThan(10);
    final List<String> printed;
    try (DemoWorld world =
        DemoWorld.start(DemoWorld.Ports.FREE, folder.resolve("data"), Pace.QUICK)) {
      // Each digit is sent by a new process, which is slow.
      new SimulatorControl(world.simulator()).switches(Map.of("firstDigitTimeoutSeconds", 0));
      printed = run(script(blocks, world));
    }
    assertThat(printed).as(String.join("\n", printed)).hasSameSizeAs(blocks);
    for (int i = 0; i < blocks.size(); i++) {
      assertThat(printed.get(i).strip())
          .as(blocks.get(i).commands())
          .matches(blocks.get(i).expected());
    }
  }

  @Test
  void docs_list_every_alias_of_a_setting() throws IOException {
    final String page = Files.readString(PAGE);
    assertThat(Key.ALL.stream().flatMap(key -> key.aliases().stream()))
        .isNotEmpty()
        .allMatch(name -> page.contains("`" + name + "`"));
  }

  private static List<Block> blocks() throws IOException {
    final List<Block> blocks = new ArrayList<>();
    final Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static String script(List<Block> blocks, DemoWorld world) {
    return blocks.stream()
        .map(Block::commands)
        .collect(Collectors.joining("\necho '" + SEPARATOR + "'\n"))
        .replace("http://127.0.0.1:8080", world.server().toString())
        .replace("http://127.0.0.1:8089", world.simulator().toString());
  }

  private List<String> run(String script) throws Exception {
    final Path file = Files.writeString(folder.resolve("blocks.sh"), script);
    final Path output = folder.resolve("output.txt");
    final Process bash =
        new ProcessBuilder("bash", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      final boolean ended = bash.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      final String text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(text).isTrue();
      return List.of(text.split(Pattern.quote(SEPARATOR), -1));
    } finally {
      bash.descendants().forEach(ProcessHandle::destroyForcibly);
      bash.destroyForcibly();
    }
  }
}
