package dev.agentpay.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.scenarios.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// How the command line reports invalid arguments, and the help of `demo`.
class UsageErrorsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    return AgentPay.commandLine()
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo --script nosuch                         | --script         | nosuch
          demo --port 65536                            | --port           | 65536
          demo --simulator-port -1                     | --simulator-port | -1
          demo --connector-port many                   | --connector-port | many
          simulator --port 99999                       | --port           | 99999
          connector --port 99999                       | --port           | 99999
          dead-letters list --user sam --limit 0       | --limit          | 0
          dead-letters list --user sam --limit 501     | --limit          | 501
          dead-letters list --user sam --server nohost | --server         | nohost
          """)
  void reports_invalid_value_as_usage_error(String line, String option, String value) {
    assertThat(execute(line.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines().findFirst().orElseThrow())
        .startsWith("Invalid value for option '%s'".formatted(option))
        .contains("'%s'".formatted(value));
    assertThat(err.toString()).contains("Usage: agentpay").doesNotContain("configuration");
  }

  @ParameterizedTest
  @CsvSource({
    "connector --processor nobank, --processor",
    "connector --user a:b, --user",
    "connector --ledger-user a:b, --ledger-user",
    "connector --data pom.xml, --data",
    "simulator --time-scale 2, --time-scale",
    "simulator --number +12025550100=nowhere, --number",
    "simulator --sync-service unknown, --sync-service"
  })
  void reports_invalid_option_before_the_start(String line, String option) {
    assertThat(execute(line.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("Invalid value for option '%s': ".formatted(option))
        .contains("Usage: agentpay")
        .doesNotContain("configuration");
  }

  @Test
  void help_of_demo_lists_every_scenario() {
    assertThat(execute("demo", "--help")).isZero();
    final String help = out.toString().replaceAll("\\s+", " ");
    for (Scenario scenario : Scenario.ALL) {
      assertThat(help).containsPattern("[ ]%s, ".formatted(scenario.name()));
    }
    assertThat(help).contains(", all. Without a NAME: charge.");
  }
}
