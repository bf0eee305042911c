package dev.agentpay.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.SimulatorOptions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the phone page and the configuration it fetches.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.demo()
              .withPort(0)
              .withNumber("+15550100", "http://127.0.0.1:1/voice", "http://127.0.0.1:1/ended")
              .withPages("/page"));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  void close() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/phone/", "/phone/index.html", "/phone/assets/page-1a2b.js"})
  void serves_the_page_with_a_strict_policy(String path) {
    final HttpResponse<String> answer = get(simulator, path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void only_files_with_hashed_names_are_cached() {
    assertThat(header(get(simulator, "/phone/"), "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(get(simulator, "/phone/"), "Content-Type")).startsWith("text/html");
    final HttpResponse<String> script = get(simulator, "/phone/assets/page-1a2b.js");
    assertThat(header(script, "Cache-Control")).contains("immutable");
    assertThat(header(script, "Content-Type")).startsWith("text/javascript");
  }

  @Test
  void the_root_redirects_to_the_phone() {
    for (String path : new String[] {"/", "/phone"}) {
      final HttpResponse<String> answer = get(simulator, path);
      assertThat(answer.statusCode()).as("%s", path).isEqualTo(302);
      assertThat(header(answer, "Location")).endsWith("/phone/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/phone/nothing.js",
        "/phone/assets/",
        "/phone/../logback-test.xml",
        "/phone/%2e%2e/logback-test.xml",
        "/phone/assets/..%2f..%2flogback-test.xml"
      })
  void serves_no_other_files(String path) {
    final HttpResponse<String> answer = get(simulator, path);
    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain("configuration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/phone", "/phone/", "/phone/index.html"})
  void without_a_page_the_error_names_the_demo(String path) {
    try (Simulator bare = Simulator.start(SimulatorOptions.demo().withPort(0))) {
      final HttpResponse<String> answer = get(bare, path);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.body()).contains("./agentpay demo");
    }
  }

  @Test
  void a_missing_folder_fails_at_start() {
    assertThatThrownBy(
            () ->
                Simulator.start(SimulatorOptions.demo().withPort(0).withPages("/nowhere")).close())
        .hasMessageContaining("nowhere");
  }

  @Test
  void the_page_can_fetch_its_configuration() {
    assertThat(get(simulator, "/simulator/numbers").body())
        .isEqualTo("{\"numbers\":[{\"number\":\"+15550100\"}]}");
    assertThat(get(simulator, "/simulator/cards").body())
        .contains("\"number\":\"4242424242424242\",\"brand\":\"visa\",\"outcome\":\"approved\"")
        .contains("\"outcome\":\"card_declined\"");
  }

  private HttpResponse<String> get(Simulator from, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(java.net.URI.create(from.baseUri() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
