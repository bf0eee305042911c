package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioOptionsTest {
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void reports_all_errors_at_once_without_secrets() {
    final InvalidOptionsException e =
        catchThrowableOfType(
            InvalidOptionsException.class,
            () ->
                new TwilioOptions(
                    "AC1",
                    "",
                    Optional.of("s e c"),
                    "AC" + "a".repeat(32),
                    "shortsecret",
                    Optional.of("ftp://x"),
                    "pay.example.com",
                    Duration.ZERO,
                    Duration.ofMinutes(2),
                    Optional.of("Ireland"),
                    Optional.of("Dublin!"),
                    Map.of()));

    assertThat(e.problems())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("accountSid:"),
            p -> assertThat(p).startsWith("authToken:"),
            p -> assertThat(p).startsWith("secondaryAuthToken:"),
            p -> assertThat(p).startsWith("apiKey:"),
            p -> assertThat(p).startsWith("apiSecret:"),
            p -> assertThat(p).startsWith("baseUri:"),
            p -> assertThat(p).startsWith("publicUrl:"),
            p -> assertThat(p).isEqualTo("connectTimeout: must be between 100 ms and 30 s"),
            p -> assertThat(p).isEqualTo("readTimeout: must be between 100 ms and 60 s"),
            p -> assertThat(p).startsWith("region:"),
            p -> assertThat(p).startsWith("edge:"),
            p -> assertThat(p).isEqualTo("region: must not be set for a simulator"),
            p -> assertThat(p).isEqualTo("edge: must not be set for a simulator"));
    assertThat(e).hasMessageNotContainingAny("shortsecret", "s e c");
  }

  @ParameterizedTest
  @CsvSource({
    "http://pay.example.com, false",
    "https://pay.example.com, true",
    "https://pay.example.com:8443/agentpay/, true",
    "https://under_score.example.com, false",
    "https://user:pass@pay.example.com, false",
    "https://pay.example.com?a=b, false",
    "https://pay.example.com#rc=5, false",
    "https://, false",
    "'https://pay example.com', false",
    "'', false"
  })
  void twilio_requires_a_reachable_https_url(String publicUrl, boolean good) {
    if (good) {
      assertThat(at(NONE, publicUrl).baseUri()).isEmpty();
    } else {
      assertThatThrownBy(() -> at(NONE, publicUrl))
          .isInstanceOf(InvalidOptionsException.class)
          .hasMessageStartingWith("publicUrl: ");
    }
  }

  @Test
  void a_simulator_needs_no_tls() {
    final TwilioOptions options =
        at(Optional.of("http://localhost:8089/"), "http://localhost:8080//");

    assertThat(options.baseUri()).contains("http://localhost:8089");
    assertThat(options.publicUrl()).isEqualTo("http://localhost:8080");
  }

  @Test
  void a_region_needs_an_edge_and_no_simulator() {
    assertThat(at(NONE, "ie1", "dublin").edge()).contains("dublin");
    assertThatThrownBy(() -> placed(NONE, Options.PUBLIC_URL, Optional.of("ie1"), Optional.empty()))
        .hasMessage("edge: is required with a region, for instance dublin with ie1");
    assertThatThrownBy(() -> at(Optional.of("http://localhost:1"), "ie1", "dublin"))
        .hasMessage(
            "region: must not be set for a simulator; edge: must not be set for a simulator");
  }

  @Test
  void accepts_both_tokens_during_a_rotation() {
    assertThat(Options.at("http://localhost:1").authTokens())
        .isEqualTo(List.of("primary", "secondary"));
    assertThat(at(NONE, Options.PUBLIC_URL).authTokens()).isEqualTo(List.of("token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"primary", "secondary", Options.API_SECRET})
  void secrets_are_not_printed(String secret) {
    assertThat(Options.at("http://localhost:1").toString())
        .contains(Options.ACCOUNT)
        .doesNotContain(secret);
  }

  private static TwilioOptions at(Optional<String> baseUri, String publicUrl) {
    return placed(baseUri, publicUrl, Optional.empty(), Optional.empty());
  }

  private static TwilioOptions at(Optional<String> baseUri, String region, String edge) {
    return placed(baseUri, Options.PUBLIC_URL, Optional.of(region), Optional.of(edge));
  }

  private static TwilioOptions placed(
      Optional<String> baseUri, String publicUrl, Optional<String> region, Optional<String> edge) {
    return new TwilioOptions(
        Options.ACCOUNT,
        "token",
        Optional.empty(),
        Options.API_KEY,
        Options.API_SECRET,
        baseUri,
        publicUrl,
        TwilioOptions.DEFAULT_CONNECT_TIMEOUT,
        TwilioOptions.DEFAULT_READ_TIMEOUT,
        region,
        edge,
        Map.of());
  }
}
