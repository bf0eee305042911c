package dev.agentpay.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.demo.Pace;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every command, task, option, variable, setting, metric, path, link, file and class that the docs
/// name exists.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsNamesTest {
  private final SourceNames sources = new SourceNames();
  private final CommandNames commands = new CommandNames();
  private final PathNames paths = new PathNames();
  private final Links links = new Links();
  private SettingNames settings;

  @BeforeAll
  void scrape(@TempDir Path data) throws Exception {
    try (DemoWorld world = DemoWorld.start(DemoWorld.Ports.FREE, data, Pace.QUICK);
        HttpClient http = HttpClient.newHttpClient()) {
      final HttpRequest metrics =
          HttpRequest.newBuilder(world.server().resolve("/metrics")).build();
      // Only a second answer has the duration of the first request.
      http.send(metrics, BodyHandlers.ofString());
      settings =
          new SettingNames(http.send(metrics, BodyHandlers.ofString()).body(), sources.fileNames());
    }
  }

  @Test
  void docs_name_only_what_exists() {
    final List<Page> pages = Page.all();
    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(pages.stream().flatMap(page -> problems(page).stream())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "./agentpay serves          | agentpay has no command serves",
        "`agentpay serves`          | agentpay has no command serves",
        "./agentpay demo --skript a | demo has no option --skript",
        "./dev tests                | dev has no task tests",
        "./dev crash --kill 3       | dev crash has no option --kill",
        "with `--konfig FILE`       | no command has the option --konfig",
        "AGENTPAY_PORTS             | nothing reads the variable AGENTPAY_PORTS",
        "TWILIO_TOKEN=1             | nothing reads the variable TWILIO_TOKEN",
        "`tls.certificates`         | there is no setting tls.certificates",
        "`compat.opendoor: true`    | there is no setting compat.opendoor",
        "`webhooks.lose`            | there is no setting webhooks.lose",
        "agentpay_calls_total       | there is no metric agentpay_calls_total",
        "`/api/payments`            | there is no path /api/payments",
        "curl $SERVER/api/call/$SID | there is no path /api/call/$SID",
        "http://127.0.0.1/api/calls/by-uuid/claim | there is no path /api/calls/by-uuid/claim",
        "`/twilio/voice/sip`        | there is no path /twilio/voice/sip",
        "(/connector/pay)           | there is no path /connector/pay",
        "`/health/alive`            | there is no path /health/alive",
        "`/desk/none.json`          | there is no path /desk/none.json",
        "`/phone/none.json`         | there is no path /phone/none.json",
        "`/live/calls`              | there is no path /live/calls",
        "`/simulator/call`          | there is no path /simulator/call",
        "`GET /api/login`           | /api/login has no GET",
        "[a](none.md)               | there is no file none.md",
        "[a](configuration.md#none) | there is no heading configuration.md#none",
        "[a](#none)                 | there is no heading #none",
        "`etc/rule.txt`             | there is no file etc/rule.txt",
        "`webs/`                    | there is no file webs/",
        "`packages/{http,none}`     | there is no file packages/{http,none}",
        "`Nothing.java`             | there is no file Nothing.java",
        "`PaySessionDecyder`        | the code does not have `PaySessionDecyder`",
        "`PaySession`, `Inbox` (`payments`) | Inbox is not a class of payments",
        "`PaySession.evolv(event)`  | the code does not have `PaySession.evolv(event)`",
      })
  void finds_a_planted_name(String text, String problem) {
    assertThat(problems(page("# A page\n\nSee " + text + ".\n")))
        .containsExactly("docs/page.md:3: " + problem);
  }

  @Test
  void accepts_names_that_exist() {
    assertThat(
            problems(
                page(
                    """
                    # The page

                    `./agentpay demo --script all`, ./dev rules --check, `--config FILE`,
                    AGENTPAY_PORT, `tls.key`, `webhooks.drop`, agentpay_streams_open,
                    `POST /api/login`, $SERVER/api/calls/$CALL/claim, http://127.0.0.1:8080/desk/,
                    [a](configuration.md#how-twilio-sends-to-us), [b](#the-page), `etc/rules.txt`,
                    `PaySession.evolve(event)`
                    """)))
        .isEmpty();
  }

  private static Page page(String text) {
    return new Page(Project.ROOT.resolve("docs").resolve("page.md"), text);
  }

  private List<String> problems(Page page) {
    final List<String> problems = new ArrayList<>(commands.problems(page));
    problems.addAll(settings.problems(page));
    problems.addAll(paths.problems(page));
    problems.addAll(links.problems(page));
    problems.addAll(sources.problems(page));
    return problems;
  }
}
