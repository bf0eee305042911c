package dev.agentpay.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every rule in etc/rules.txt names what exists. Otherwise only the nightly run of every rule
/// would find that a rule has become stale. The check is the script of `./dev rules --check`.
class RulesFileTest {
  private static final Path ROOT = Path.of("..");

  /// Long, because a busy machine starts a JVM slowly.
  private static final long TIMEOUT_SECONDS = 90;

  private static final String TRUE_RULE =
      """
      rule: the first
      module: proofs
      test: RulesFileTest
      file: SOURCE
      - if (once
      + if (never
      """;

  @TempDir private Path folder;

  private record Run(int code, String output) {}

  @Test
  void every_rule_names_what_exists() throws Exception {
    final Run run = check("etc/rules.txt");
    assertThat(run.output()).matches("All [0-9]{3} rules name what exists.\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void accepts_a_rule_whose_text_occurs_once() throws Exception {
    assertThat(check(file(TRUE_RULE))).isEqualTo(new Run(0, "All 1 rules name what exists.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "module: proofs | module: prufs | there is no module prufs",
        "test: RulesFileTest | test: RuleTest | there is no test class RuleTest in proofs",
        "file: SOURCE | file: Gone.java | there is no file Gone.java",
        "- if (once | - if (gone | its text occurs 0 times in",
        "- if (once | - if (twice | its text occurs 2 times in",
        "test: RulesFileTest | tset: RulesFileTest | :3: begins with none of the known words",
        "module: proofs | # | the rule has no line 'module'",
        "+ if (never | # | the rule before has no line '+'",
      })
  void finds_a_planted_fault(String text, String fault, String problem) throws Exception {
    final String planted = TRUE_RULE.replace(text, fault);
    assertThat(planted).isNotEqualTo(TRUE_RULE);
    final Run run = check(file(planted));
    assertThat(run.output()).contains(problem);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void finds_two_rules_of_the_same_name() throws Exception {
    final Run run = check(file(TRUE_RULE + TRUE_RULE));
    assertThat(run.output()).contains("the first: another rule has the same name");
    assertThat(run.code()).isEqualTo(1);
  }

  private String file(String rules) throws IOException {
    final Path source =
        Files.writeString(folder.resolve("Source.java"), "if (once)\nif (twice)\nif (twice)\n");
    return Files.writeString(
            folder.resolve("rules.txt"), rules.replace("SOURCE", source.toString()))
        .toString();
  }

  private Run check(String file) throws Exception {
    final Path output = folder.resolve("output.txt");
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "etc/scripts/RulesCheck.java",
                file)
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      final boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      final String text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(text).isTrue();
      return new Run(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }
}
