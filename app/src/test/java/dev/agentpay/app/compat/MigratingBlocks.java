package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The blocks of docs/migrating.md that configure a server. A comment before each says what it is:
/// - `file: NAME`, an old file; the next `serve` block reads it
/// - `serve: CLIENT`, the commands that start the server for a client; those of `all` come first
/// - `refused: CLIENT VARIABLE=VALUE`, the error if the variable has this value instead
/// - `answer: NAME`, what the server answers to something that the text before it describes
record MigratingBlocks(String text) {
  static final MigratingBlocks PAGE = read();

  private static final long TIMEOUT_SECONDS = 60;

  /// Stands for the hash that a reader inserts.
  private static final String HASH = "$argon2id$…";

  /// Stands in for AgentPay: keeps the environment in which it was started to serve.
  private static final String COMMAND =
      "#!/usr/bin/env bash\n[ \"$1\" != serve ] || env -0 >environment\n";

  /// @param variable the variable that differs from the block
  /// @param value empty if the variable is not set
  record Refusal(String client, String variable, String value, String error) {}

  private static MigratingBlocks read() {
    try {
      return new MigratingBlocks(Files.readString(Path.of("..", "docs", "migrating.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String answer(String name) {
    return only("<!-- answer: " + Pattern.quote(name) + " -->\n```text\n(.*?)\n```");
  }

  List<Refusal> refusals() {
    return Pattern.compile("<!-- refused: (\\S+) (\\w+)=(.*) -->\n```text\n(.*)\n```")
        .matcher(text)
        .results()
        .map(m -> new Refusal(m.group(1), m.group(2), m.group(3), m.group(4)))
        .toList();
  }

  /// Runs the blocks for a client in a shell, in an empty folder with the old file.
  ///
  /// @return the environment of the `./agentpay serve` at their end
  Map<String, String> environment(String client, String hash, Path folder) throws Exception {
    final Path here = Files.createTempDirectory(folder, client);
    assertThat(Files.writeString(here.resolve("agentpay"), COMMAND).toFile().setExecutable(true))
        .isTrue();
    final String shared = only("<!-- serve: all -->\n```sh\n(.*?)```");
    assertThat(shared).contains(HASH);
    Files.writeString(
        here.resolve("blocks.sh"), "set -eu\n" + shared.replace(HASH, hash) + serve(client, here));
    run(here);
    return Arrays.stream(Files.readString(here.resolve("environment")).split("\0"))
        .map(entry -> entry.split("=", 2))
        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
  }

  /// Returns the commands of a client, and writes the old file that they read.
  private String serve(String client, Path here) throws IOException {
    final MatchResult block =
        Pattern.compile(
                "(?:<!-- file: (\\S+) -->\n```sh\n([^`]*)```\n\n)?<!-- serve: "
                    + Pattern.quote(client)
                    + " -->\n```sh\n([^`]*)```")
            .matcher(text)
            .results()
            .findFirst()
            .orElseThrow();
    if (block.group(1) != null) {
      Files.writeString(here.resolve(block.group(1)), block.group(2));
    }
    return block.group(3);
  }

  private String only(String regex) {
    final List<MatchResult> found =
        Pattern.compile(regex, Pattern.DOTALL).matcher(text).results().toList();
    assertThat(found).as(regex).hasSize(1);
    return found.getFirst().group(1);
  }

  private static void run(Path here) throws Exception {
    final Path output = here.resolve("output.txt");
    final ProcessBuilder builder =
        new ProcessBuilder("bash", "blocks.sh")
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    final Process bash = builder.start();
    try {
      final boolean ended = bash.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      final String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(printed).isTrue();
      assertThat(bash.exitValue()).as(printed).isZero();
    } finally {
      bash.destroyForcibly();
    }
  }
}
