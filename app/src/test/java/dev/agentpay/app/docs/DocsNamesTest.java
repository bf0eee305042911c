package dev.agentpay.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every name in the docs exists.
class DocsNamesTest {
  private static final Path ROOT = Path.of("..");
  private static final Sources SOURCES = new Sources(ROOT);

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
      return Stream.of(
              Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(ROOT::resolve),
              docs,
              examples)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_name_exists(Path page) throws IOException {
    assertThat(new DocsNames(SOURCES).problems(page, Files.readString(ROOT.resolve(page))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run `./agentpay nosuch`                    | command nosuch
          run `./agentpay demo --nosuch`             | option --nosuch of agentpay demo
          run `./dev nosuch`                         | task nosuch
          set AGENTPAY_NOSUCH=1                      | variable AGENTPAY_NOSUCH
          set `twilio.no-such`                       | setting twilio.no-such
          the metric agentpay_nosuch_total           | metric agentpay_nosuch_total
          the path `/twilio/voice/nosuch`            | path /twilio/voice/nosuch
          the path `GET /api/no-such`                | path GET /api/no-such
          the class `NoSuchClassHere`                | class NoSuchClassHere
          the file `docs/nosuch.md`                  | file docs/nosuch.md
          [a page](docs/nosuch.md)                   | link docs/nosuch.md
          [a heading](docs/api.md#no-such-heading)   | link docs/api.md#no-such-heading
          """)
  void name_that_does_not_exist_is_found(String text, String problem) {
    assertThat(new DocsNames(SOURCES).problems(Path.of("README.md"), text))
        .containsExactly(problem);
  }

  @Test
  void names_that_exist_are_no_problems() {
    final String text =
        """
        `./agentpay demo --script all`, `./dev rules`, AGENTPAY_TOKEN_KEY_FILE, `twilio.account-sid`,
        agentpay_streams_open, `POST /api/pay-sessions/{id}/submit`, `/twilio/calls/status`, `PayNode`,
        `etc/rules.txt`, [the API](docs/api.md)
        """;
    assertThat(new DocsNames(SOURCES).problems(Path.of("README.md"), text)).isEmpty();
  }
}
