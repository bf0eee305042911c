package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.compat.ExistingClient;
import dev.agentpay.server.options.ConnectorOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The settings in docs/migrating.md, with the old file of each system, are complete.
class MigratingSettingsTest {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- settings -->\n```sh\n(.*?)```", Pattern.DOTALL);

  private static final String HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$"
          + "QWxsIHRoYXQgZ2xpdHRlcnMgaXMgbm90IGdvbGQhIQ";

  /// Prints a hash, or the environment that `serve` would read.
  private static final String AGENTPAY =
      """
      #!/usr/bin/env bash
      if [ "$1" = serve ]; then exec env -0; fi
      """;

  private static final long TIMEOUT_SECONDS = 30;

  @TempDir private Path folder;

  static List<Arguments> oldFiles() {
    final String account =
        """
        ACCOUNT_SID=AC00000000000000000000000000000000
        AUTH_TOKEN=3f8a61d20c97be54f1a8d06372e9cb45
        API_KEY=SK00000000000000000000000000000000
        API_SECRET=vK3wq9TzLm2RbX7cYd5HnJ8sGp4FtQ6a
        """;
    return List.of(
        Arguments.of(
            ExistingClient.AGENT_PAY,
            account
                + """
                PAY_SYNC_SERVICE_SID=IS00000000000000000000000000000000
                ORIGINATION_URI=sip:calls@pbx.example.com
                """,
            "Default"),
        Arguments.of(
            ExistingClient.GENESYSPAY,
            account
                + """
                SERVER_URL=server-name.example.com
                PAYMENT_CONNECTOR=House_Pay
                INCLUDE_CVC=true
                INCLUDE_POSTAL_CODE=false
                PAY_SYNC_SERVICE_NAME=AgentAssistedPay
                PAY_SYNC_SERVICE_SID=IS00000000000000000000000000000000
                SIP_DOMAIN_URI=pbx.example.com
                """,
            "House_Pay"),
        Arguments.of(
            ExistingClient.GENERIC,
            account.replace("API_KEY=", "API_KEY_SID=")
                + """
                TWIML_APP_SID=AP00000000000000000000000000000000
                SYNC_SERVICE_SID=IS00000000000000000000000000000000
                PAY_CONNECTOR_NAME=Generic_Pay
                PHONE_NUMBER=+12025550100
                """,
            "Generic_Pay"),
        Arguments.of(
            ExistingClient.FLASK,
            account.replaceAll("(?m)^", "TWILIO_").replace("TWILIO_\n", "") + "\n",
            "Default"));
  }

  @ParameterizedTest
  @MethodSource("oldFiles")
  void block_and_old_file_are_a_complete_configuration(
      ExistingClient client, String oldFile, String connector) throws Exception {
    final Settings settings =
        new Settings(environmentOf(settingsBlock(client), oldFile), Optional.empty());
    final Optional<ServeOptions> options = ServeOptions.from(settings);
    assertThat(settings.problems()).isEmpty();
    assertThat(options).isPresent();
    assertThat(options.get().compat().clients()).containsExactly(client);
    assertThat(options.get().server().defaultConnector()).isEqualTo(connector);
    assertThat(options.get().server().connectors())
        .extracting(ConnectorOption::name)
        .containsExactly(connector);
  }

  /// Returns the block for one client, with a hash for each agent.
  private static String settingsBlock(ExistingClient client) throws IOException {
    final Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "migrating.md")));
    assertThat(block.find()).isTrue();
    assertThat(block.group(1)).contains("AGENTPAY_COMPAT=agent-pay ");
    return block
        .group(1)
        .replace("AGENTPAY_COMPAT=agent-pay ", "AGENTPAY_COMPAT=" + client.wire() + " ")
        .replace("$argon2id$…", HASH);
  }

  private Map<String, String> environmentOf(String block, String oldFile) throws Exception {
    Files.writeString(folder.resolve(".env"), oldFile);
    final Path agentpay = Files.writeString(folder.resolve("agentpay"), AGENTPAY);
    assertThat(agentpay.toFile().setExecutable(true)).isTrue();
    final Path output = folder.resolve("environment");
    final ProcessBuilder bash =
        new ProcessBuilder("bash", "-euc", block)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    bash.environment().keySet().removeIf(name -> !name.equals("PATH"));
    final Process process = bash.start();
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    final Map<String, String> environment = new HashMap<>();
    Arrays.stream(Files.readString(output).split("\0", -1))
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                environment.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return environment;
  }
}
