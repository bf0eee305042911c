package dev.agentpay.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.AgentPay;
import dev.agentpay.app.support.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demo works whatever the JVM's locale. Arabic and Persian have digits of their own; Turkish
/// has another upper case of i.
class LocaleTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"ar, EG", "fa, IR", "tr, TR"})
  void takes_a_payment(String language, String country) throws IOException, InterruptedException {
    final Path output = folder.resolve("out");
    final Process demo =
        new ProcessBuilder(
                List.of(
                    ChildProcess.javaHome().resolve("bin/java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Duser.language=" + language,
                    "-Duser.country=" + country,
                    "-cp",
                    System.getProperty("java.class.path"),
                    AgentPay.class.getName(),
                    "demo",
                    "--script",
                    "charge"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(demo.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.destroyForcibly();
    }
    final String transcript = Files.readString(output, UTF_8);
    assertThat(demo.exitValue()).as(transcript).isZero();
    assertThat(transcript).contains("xxxxxxxxxxxx4242 visa", "42.50 USD");
  }
}
