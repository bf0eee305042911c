package dev.agentpay.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.support.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What our commands say and how they exit, as a shell sees it.
class CommandLineTest {
  @TempDir private Path folder;

  private record Ran(int exit, String out, String err) {}

  private Ran run(List<String> command, String input, Map<String, String> environment)
      throws IOException, InterruptedException {
    final Path out = folder.resolve("out");
    final Path err = folder.resolve("err");
    final ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("..").toFile())
            .redirectInput(Files.writeString(folder.resolve("in"), input).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    final int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Ran agentpay(String input, String... arguments) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(AgentPay.class.getName());
    command.addAll(List.of(arguments));
    return run(command, input, Map.of());
  }

  @Test
  void hash_prints_the_hash_and_nothing_else() throws Exception {
    final Ran ran = agentpay("a long password\n", "hash");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines()).singleElement().asString().startsWith("$argon2id$");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void a_short_password_is_not_hashed() throws Exception {
    final Ran ran = agentpay("1\n", "hash");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("at least 8 characters");
  }

  @Test
  void a_task_that_dev_does_not_know_fails() throws Exception {
    final Ran unknown = run(List.of("./dev", "nosuch"), "", Map.of());
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("nosuch", "./dev test");
    assertThat(run(List.of("./dev"), "", Map.of()).exit()).isZero();
  }

  @Test
  void a_missing_tool_is_named_in_one_line_before_anything_is_built() throws Exception {
    final Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    final Map<String, String> bare =
        Map.of("PATH", tools.toString(), "JAVA_HOME", ChildProcess.javaHome().toString());
    final Ran noMaven = run(List.of("./mvnw", "--version"), "", bare);
    assertThat(noMaven.exit()).isEqualTo(1);
    assertThat(noMaven.err().lines()).singleElement().asString().contains("Maven 3.8");
    final Ran noNode = run(List.of("etc/scripts/web", "build"), "", bare);
    assertThat(noNode.exit()).isEqualTo(1);
    assertThat(noNode.err().lines()).singleElement().asString().contains("Node 20.19");
  }

  private static Path which(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      final Path file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("there is no " + tool);
  }
}
