package dev.agentpay.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import java.net.BindException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ErrorMessagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve     | AGENTPAY_PORT (port)
          simulator | --port
          connector | --port
          demo      | --port, --simulator-port or --connector-port
          """)
  void recommends_only_settings_of_the_command(String name, String settings) {
    final CommandLine command = AgentPay.commandLine().getSubcommands().get(name);
    final RuntimeException failure =
        new IllegalStateException("not started", new BindException("Address already in use"));
    assertThat(ErrorMessages.of(failure, command))
        .isEqualTo(
            "A port is in use (Address already in use): choose another with %s, or stop the"
                    .formatted(settings)
                + " program that uses it.");
  }
}
