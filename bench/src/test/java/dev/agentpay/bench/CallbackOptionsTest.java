package dev.agentpay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackOptionsTest {
  @TempDir private Path folder;

  @Test
  void reads_one_jar_with_default_options() throws Exception {
    final Path jar = jar("a.jar");

    assertThat(CallbackOptions.parse(jar.toString()))
        .isEqualTo(new CallbackOptions(List.of(jar), 2_000, 8, 3));
  }

  @Test
  void reads_two_jars_between_options() throws Exception {
    final Path a = jar("a.jar");
    final Path b = jar("b.jar");

    assertThat(
            CallbackOptions.parse(
                a.toString(), "--sessions", "64", "--rounds", "5", b.toString(), "--seconds", "1"))
        .isEqualTo(new CallbackOptions(List.of(a, b), 64, 1, 5));
  }

  @Test
  void reports_an_invalid_number_with_its_bounds() {
    assertThatThrownBy(() -> CallbackOptions.parse("--sessions", "10"))
        .hasMessageContaining("--sessions must be a number from 64 to 20000; got '10'");
    assertThatThrownBy(() -> CallbackOptions.parse("--rounds"))
        .hasMessageContaining("--rounds must be a number from 1 to 100; got ''");
  }

  @Test
  void reports_missing_jars_and_unknown_options() {
    assertThatThrownBy(() -> CallbackOptions.parse("missing.jar"))
        .hasMessageContaining("Cannot find the jar 'missing.jar'");
    assertThatThrownBy(() -> CallbackOptions.parse("--fast"))
        .hasMessageContaining("Unknown option '--fast'");
    assertThatThrownBy(CallbackOptions::parse).hasMessageContaining("JAR [OTHER_JAR]");
  }

  private Path jar(String name) throws Exception {
    return Files.createFile(folder.resolve(name));
  }
}
