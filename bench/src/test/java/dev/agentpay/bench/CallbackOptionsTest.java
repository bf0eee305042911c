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
  void one_jar_and_the_usual_load() throws Exception {
    final Path jar = jar("a.jar");

    assertThat(CallbackOptions.parse(jar.toString()))
        .isEqualTo(new CallbackOptions(List.of(jar), 2_000, 8, 3));
  }

  @Test
  void two_jars_and_another_load() throws Exception {
    final Path a = jar("a.jar");
    final Path b = jar("b.jar");

    assertThat(
            CallbackOptions.parse(
                a.toString(), "--sessions", "64", "--rounds", "5", b.toString(), "--seconds", "1"))
        .isEqualTo(new CallbackOptions(List.of(a, b), 64, 1, 5));
  }

  @Test
  void a_wrong_number_is_told_with_its_bounds() {
    assertThatThrownBy(() -> CallbackOptions.parse("--sessions", "10"))
        .hasMessageContaining("--sessions is a number from 64 to 20000, not '10'");
    assertThatThrownBy(() -> CallbackOptions.parse("--rounds"))
        .hasMessageContaining("--rounds is a number from 1 to 100, not ''");
  }

  @Test
  void what_is_no_jar_is_told() {
    assertThatThrownBy(() -> CallbackOptions.parse("missing.jar"))
        .hasMessageContaining("'missing.jar' is no jar");
    assertThatThrownBy(() -> CallbackOptions.parse("--fast")).hasMessageContaining("'--fast'");
    assertThatThrownBy(CallbackOptions::parse).hasMessageContaining("JAR [OTHER_JAR]");
  }

  private Path jar(String name) throws Exception {
    return Files.createFile(folder.resolve(name));
  }
}
