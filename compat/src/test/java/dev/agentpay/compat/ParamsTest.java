package dev.agentpay.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sends requests to a server that responds with the parameter `x`, and with `flag` as a boolean.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParamsTest {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Javalin server;

  @BeforeAll
  void start() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.post("/", ParamsTest::respond);
                })
            .start("127.0.0.1", 0);
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  private static void respond(io.javalin.http.Context ctx) {
    try {
      final Params params = Params.of(ctx, ctx.bodyAsBytes());
      ctx.result("%s %s".formatted(params.required("x"), params.flag("flag", true)));
    } catch (RequestFailedException e) {
      ctx.result(e.status() + " " + e.reason());
    }
  }

  @Test
  void reads_the_query() throws Exception {
    assertThat(post("?x=a%20b&flag=false", "text/plain", "x=ignored")).isEqualTo("a b false");
  }

  @Test
  void body_overrides_the_query() throws Exception {
    assertThat(post("?x=query", JSON, "{\"x\":\"json\"}")).isEqualTo("json true");
    assertThat(post("?x=query", FORM, "x=form&flag=no")).isEqualTo("form false");
    assertThat(post("?x=query", JSON, "{\"y\":1}")).isEqualTo("query true");
  }

  @Test
  void reads_the_content_type_in_any_case() throws Exception {
    assertThat(post("", "APPLICATION/JSON; profile=a", "{\"x\":\"a\"}")).isEqualTo("a true");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "false,false", "yes,false", "1,false"})
  void only_true_is_a_true_flag(String text, boolean value) throws Exception {
    assertThat(post("?x=a&flag=" + text, JSON, "")).isEqualTo("a " + value);
    assertThat(post("?x=a", JSON, "{\"flag\":\"%s\"}".formatted(text))).isEqualTo("a " + value);
  }

  @Test
  void reads_json_booleans() throws Exception {
    assertThat(post("", JSON, "{\"x\":\"a\",\"flag\":false}")).isEqualTo("a false");
  }

  @ParameterizedTest
  @CsvSource({
    "12.5,12.5",
    "0,0",
    "12.50,12.5",
    "-5,-5",
    "1e3,1000",
    "1E-3,0.001",
    "1e-20,0.00000000000000000001"
  })
  void formats_json_numbers_without_exponent(String number, String text) throws Exception {
    assertThat(post("", JSON, "{\"x\":%s}".formatted(number))).isEqualTo(text + " true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e308", "1e21", "1e-21"})
  void refuses_json_numbers_with_a_huge_exponent(String number) throws Exception {
    assertThat(post("", JSON, "{\"x\":%s}".formatted(number)))
        .isEqualTo("400 A number in the body is out of range or has too many decimals");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"x\":}", "x=1", "[[[[[1]]]]]", "{\"x\":12345678901234567890123}"})
  void refuses_malformed_or_excessive_json(String body) throws Exception {
    assertThat(post("", JSON, body)).isEqualTo("400 The body is not valid JSON");
  }

  @Test
  void refuses_strings_above_the_limit() throws Exception {
    final String longest = "a".repeat(4_096);
    assertThat(post("", JSON, "{\"x\":\"%s\"}".formatted(longest))).isEqualTo(longest + " true");
    assertThat(post("", JSON, "{\"x\":\"%sa\"}".formatted(longest)))
        .isEqualTo("400 The body is not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "null",
        "\"x\"",
        "{}",
        "{\"x\":null}",
        "{\"x\":\"\"}",
        "{\"x\":{}}",
        "{\"x\":[1]}"
      })
  void reports_a_missing_parameter(String body) throws Exception {
    assertThat(post("", JSON, body)).isEqualTo("400 x is missing");
  }

  private String post(String query, String type, String body)
      throws IOException, InterruptedException {
    final HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(server.port(), query)))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
