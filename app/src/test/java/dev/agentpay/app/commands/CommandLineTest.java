package dev.agentpay.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.support.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Output and exit codes of commands, each run as a process.
class CommandLineTest {
  @TempDir private Path folder;

  private record Result(int exit, String out, String err) {}

  private Result run(List<String> command, String input, Map<String, String> environment)
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
    return new Result(exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Result agentpay(String input, String... arguments)
      throws IOException, InterruptedException {
    return agentpay(input, Map.of(), arguments);
  }

  private Result agentpay(String input, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaHome().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")));
    command.add(AgentPay.class.getName());
    command.addAll(List.of(arguments));
    return run(command, input, environment);
  }

  @Test
  void hash_prints_only_the_hash() throws Exception {
    final Result result = agentpay("wren barley tinder\n", "hash");
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines()).singleElement().asString().startsWith("$argon2id$");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void hash_rejects_a_short_password() throws Exception {
    final Result result = agentpay("elevenchars\n", "hash");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "The password is too short: it must have at least 12 characters.");
  }

  @Test
  void hash_rejects_a_guessable_password() throws Exception {
    final Result result = agentpay("MyPassword2026\n", "hash");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("The password can be guessed, because it contains a word")
        .doesNotContain("MyPassword2026");
  }

  @Test
  void hash_reports_end_of_input_in_one_line() throws Exception {
    final Result result = agentpay("", "hash");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "No password was entered: type one, or write it to standard input.");
  }

  @Test
  void connector_names_the_variable_of_an_invalid_password() throws Exception {
    final Map<String, String> environment =
        Map.of(
            "AGENTPAY_CONNECTOR_PASSWORD", "short",
            "AGENTPAY_LEDGER_PASSWORD", "h3-Wd6-Rn1-Yc5-Fj0");
    final Result result =
        agentpay("", environment, "connector", "--data", folder.resolve("data").toString());
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("The configuration has 1 problem (see docs/connector.md):")
        .contains("AGENTPAY_CONNECTOR_PASSWORD: the password must have");
    assertThat(Files.readString(Path.of("..", "docs", "connector.md")))
        .contains("AGENTPAY_CONNECTOR_PASSWORD");
  }

  @Test
  void connector_names_the_missing_key_of_its_processor() throws Exception {
    final Path key = Files.writeString(folder.resolve("key"), "pk_live_this_is_the_public_key");
    final Path data = folder.resolve("data");
    assertThat(connectorWithStripe(Map.of(), data))
        .contains(
            "AGENTPAY_STRIPE_SECRET_KEY is missing: set it, or AGENTPAY_STRIPE_SECRET_KEY_FILE");
    assertThat(connectorWithStripe(Map.of("AGENTPAY_STRIPE_SECRET_KEY_FILE", key.toString()), data))
        .contains("AGENTPAY_STRIPE_SECRET_KEY: must be a key that begins with sk_test_")
        .doesNotContain("pk_live");
    assertThat(data).doesNotExist();
  }

  private String connectorWithStripe(Map<String, String> environment, Path data) throws Exception {
    final Result result =
        agentpay("", environment, "connector", "--processor", "stripe", "--data", data.toString());
    assertThat(result.exit()).isEqualTo(1);
    return result.err();
  }

  @Test
  void connector_refuses_passwords_that_can_be_guessed() throws Exception {
    final Map<String, String> environment =
        Map.of(
            "AGENTPAY_CONNECTOR_PASSWORD",
            "changeme-before-friday",
            "AGENTPAY_LEDGER_PASSWORD",
            "p".repeat(16));
    final Result result =
        agentpay("", environment, "connector", "--data", folder.resolve("data").toString());
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("The configuration has 2 problems (see docs/connector.md):")
        .contains("AGENTPAY_CONNECTOR_PASSWORD: the password can be guessed")
        .contains("AGENTPAY_LEDGER_PASSWORD: the password can be guessed")
        .doesNotContain("changeme-before-friday", "p".repeat(16));
  }

  @Test
  void a_taken_port_is_reported_in_one_line() throws Exception {
    final Map<String, String> environment =
        Map.of(
            "AGENTPAY_CONNECTOR_PASSWORD", "v8-Kq2-Lm7-Bx4-Tz9",
            "AGENTPAY_LEDGER_PASSWORD", "h3-Wd6-Rn1-Yc5-Fj0");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      final Result result =
          agentpay(
              "",
              environment,
              "connector",
              "--port",
              String.valueOf(taken.getLocalPort()),
              "--data",
              folder.resolve("data").toString());
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err().lines())
          .singleElement()
          .asString()
          .startsWith("A port is in use")
          .contains("choose another with --port");
    }
  }

  @Test
  void check_prints_a_line_for_each_problem() throws Exception {
    final Result result = agentpay("", "check");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("problem  configuration     "))
        .anyMatch(line -> line.contains("TWILIO_ACCOUNT_SID (twilio.account-sid) is missing"));
  }

  @Test
  void dev_rejects_an_unknown_task() throws Exception {
    final Result unknown = run(List.of("./dev", "nosuch"), "", Map.of());
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("nosuch", "./dev test");
    assertThat(run(List.of("./dev"), "", Map.of()).exit()).isZero();
  }

  @Test
  void scripts_name_a_missing_tool_in_one_line() throws Exception {
    final Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("bash", "dirname", "readlink", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), which(tool));
    }
    final Map<String, String> withoutTools =
        Map.of("PATH", tools.toString(), "JAVA_HOME", ChildProcess.javaHome().toString());
    final Result noMaven = run(List.of("./mvnw", "--version"), "", withoutTools);
    assertThat(noMaven.exit()).isEqualTo(1);
    assertThat(noMaven.err().lines()).singleElement().asString().contains("Maven 3.8");
    final Result noNode = run(List.of("etc/scripts/web", "build"), "", withoutTools);
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
    throw new IllegalStateException("%s is not on the PATH: install it".formatted(tool));
  }
}
