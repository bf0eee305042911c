package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.commands.ServeCommand;
import dev.agentpay.payments.proof.ConnectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$"
          + "QWxsIHRoYXQgZ2xpdHRlcnMgaXMgbm90IGdvbGQhIQ";

  @TempDir private Path folder;

  private static Map<String, String> valid() {
    final Map<String, String> env = new HashMap<>();
    env.put("TWILIO_ACCOUNT_SID", "AC" + "0".repeat(32));
    env.put("TWILIO_AUTH_TOKEN", "3f8a61d20c97be54f1a8d06372e9cb45");
    env.put("TWILIO_API_KEY", "SK" + "0".repeat(32));
    env.put("TWILIO_API_SECRET", "vK3wq9TzLm2RbX7cYd5HnJ8sGp4FtQ6a");
    env.put("AGENTPAY_PUBLIC_URL", "https://pay.example.com");
    env.put("AGENTPAY_TOKEN_KEY", "b1946ac92492d2347c6235b4d2611184");
    env.put("AGENTPAY_USERS", "alice:agent:%s, sam:supervisor:%s".formatted(HASH, HASH));
    env.put("AGENTPAY_CONNECTORS", "mine=ours,stripe=hosted");
    env.put("AGENTPAY_LEDGER_URL", "http://127.0.0.1:8090/connector/ledger");
    return env;
  }

  private static Settings settings(Map<String, String> env) {
    return new Settings(env, Optional.empty());
  }

  private static List<String> problemsOf(Map<String, String> env) {
    final Settings settings = settings(env);
    assertThat(ServeOptions.from(settings)).isEmpty();
    return settings.problems();
  }

  @Test
  void reads_the_environment_without_a_file() {
    final ServeOptions options = ServeOptions.from(settings(valid())).orElseThrow();
    assertThat(options.server().signIn().users()).hasSize(2);
    assertThat(options.ownConnectors()).containsExactly("mine");
    assertThat(options.server().defaultConnector()).isEqualTo("mine");
    assertThat(options.deadlines().completing()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void connector_kind_determines_declines() {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_CONNECTORS", "mine=ours,card=hosted:stripe,other=hosted");
    final ServeOptions options = ServeOptions.from(settings(env)).orElseThrow();
    assertThat(options.kinds().kind("mine").hasLedger()).isTrue();
    assertThat(options.kinds().kind("card").declines()).contains("do_not_honor");
    assertThat(options.kinds().kind("nobody")).isEqualTo(ConnectorKind.UNKNOWN);
    assertThat(ServeCommand.unnamedVendors(options))
        .startsWith("Connector other is hosted and has no vendor")
        .contains("other=hosted:VENDOR", "hosted:adyen")
        .doesNotContain("Connector card", "Connector mine");

    env.put("AGENTPAY_CONNECTORS", "mine=stripe");
    assertThat(problemsOf(env))
        .anyMatch(
            p -> p.contains("must be NAME=KIND, not mine=stripe") && p.contains("hosted:stripe"));
  }

  @Test
  void reports_all_missing_settings_together() {
    final List<String> problems = problemsOf(Map.of());
    Key.ALL.stream()
        .filter(key -> key.defaultValue().isEmpty())
        .forEach(key -> assertThat(problems).anyMatch(p -> p.startsWith(key.env())));
  }

  @Test
  void reports_all_invalid_settings_without_secrets() {
    final Map<String, String> env = valid();
    env.put("TWILIO_ACCOUNT_SID", "nonsense");
    env.put("TWILIO_AUTH_TOKEN", "short-secret");
    env.put("AGENTPAY_PORT", "99999");
    env.put("AGENTPAY_TOKEN_KEY", "too-short-secret");
    env.put("AGENTPAY_CONNECTORS", "mine=theirs");
    env.put("AGENTPAY_DEADLINE_READY", "soon");
    env.put("AGENTPAY_USERS", "alice:boss:" + HASH);
    final List<String> problems = problemsOf(env);
    assertThat(problems)
        .anyMatch(p -> p.contains("TWILIO_ACCOUNT_SID"))
        .anyMatch(p -> p.contains("AGENTPAY_PORT"))
        .anyMatch(p -> p.contains("AGENTPAY_TOKEN_KEY"))
        .anyMatch(p -> p.contains("AGENTPAY_CONNECTORS"))
        .anyMatch(p -> p.contains("AGENTPAY_DEADLINE_READY"))
        .anyMatch(p -> p.contains("AGENTPAY_USERS"))
        .noneMatch(p -> p.contains("short-secret"));
  }

  @Test
  void requires_a_long_completing_deadline_with_real_twilio() {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_DEADLINE_COMPLETING", "30s");
    assertThat(problemsOf(env)).anyMatch(p -> p.contains("at least 90s"));
    env.put("TWILIO_BASE_URL", "http://127.0.0.1:8089");
    assertThat(ServeOptions.from(settings(env))).isPresent();
  }

  @Test
  void own_connector_requires_a_ledger() {
    final Map<String, String> env = valid();
    env.remove("AGENTPAY_LEDGER_URL");
    assertThat(problemsOf(env)).anyMatch(p -> p.startsWith("AGENTPAY_LEDGER_URL"));
  }

  @Test
  void environment_overrides_the_file() throws IOException {
    final Path file = folder.resolve("agentpay.yaml");
    Files.writeString(
        file,
        """
        public-url: https://file.example.com
        port: 9000
        twilio:
          account-sid: AC00000000000000000000000000000001
        connectors: [mine=ours, other=hosted]
        """);
    final Map<String, String> env = valid();
    env.remove("TWILIO_ACCOUNT_SID");
    env.remove("AGENTPAY_CONNECTORS");
    final ServeOptions options =
        ServeOptions.from(new Settings(env, Optional.of(file))).orElseThrow();
    assertThat(options.twilio().publicUrl()).isEqualTo("https://pay.example.com");
    assertThat(options.server().port()).isEqualTo(9000);
    assertThat(options.server().connectors()).hasSize(2);
  }

  @Test
  void rejects_unknown_settings() throws IOException {
    final Path file = folder.resolve("agentpay.yaml");
    Files.writeString(file, "publik-url: x\ntwilio:\n  acount: y\n");
    final Settings settings = new Settings(valid(), Optional.of(file));
    assertThat(ServeOptions.from(settings)).isEmpty();
    assertThat(settings.problems())
        .anyMatch(p -> p.startsWith("publik-url is not a setting"))
        .anyMatch(p -> p.startsWith("twilio.acount"));
  }

  @Test
  void rejects_an_unreadable_file() throws IOException {
    final Path file = folder.resolve("agentpay.yaml");
    Files.writeString(file, "a: [1, 2\nb: }");
    assertThat(onlyProblem(Map.of(), file)).endsWith("is not YAML: correct line 2");
    final Path none = folder.resolve("none");
    assertThat(onlyProblem(Map.of(), none)).contains(none + " does not exist");
    assertThat(onlyProblem(Map.of(), folder)).contains(folder + " cannot be read");
  }

  private static String onlyProblem(Map<String, String> env, Path file) {
    final Settings settings = new Settings(env, Optional.of(file));
    assertThat(ServeOptions.from(settings)).isEmpty();
    assertThat(settings.problems()).hasSize(1);
    return settings.problems().getFirst();
  }

  @Test
  void reports_each_missing_setting_once() {
    assertThat(problemsOf(Map.of()))
        .hasSize((int) Key.ALL.stream().filter(key -> key.defaultValue().isEmpty()).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AGENTPAY_PUBLIC_URL      | pay.example.com | must begin with https://
          AGENTPAY_PUBLIC_URL      | https://a_b     | must have a host name
          TWILIO_ACCOUNT_SID       | 12              | must be AC and 32 hex digits
          TWILIO_API_SECRET        | short           | must have at least 32 characters
          TWILIO_REGION            | ie1             | 'TWILIO_EDGE (twilio.edge) is required'
          TWILIO_READ_TIMEOUT      | 0s              | must be longer than zero
          TWILIO_READ_TIMEOUT      | 2m              | must be between 100 ms and 60 s
          AGENTPAY_DEADLINE_IDLE   | 0s              | must be longer than zero
          AGENTPAY_SWEEP           | 0ms             | must be longer than zero
          AGENTPAY_TOKEN_KEY       | short           | must have at least 32 bytes
          AGENTPAY_SECOND_TOKEN_KEY | short          | must have at least 32 bytes
          AGENTPAY_TOKEN_KEY       | the.token.key.changeme.before.production | can be guessed
          AGENTPAY_SECOND_TOKEN_KEY | kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk | can be guessed
          AGENTPAY_LEDGER_PASSWORD | 0123456789abcdef | can be guessed
          AGENTPAY_IDLE_SIGN_OUT   | 30s             | must be between 1 minute and 24 hours
          AGENTPAY_CONNECTORS      | mine            | must be NAME=KIND
          AGENTPAY_CONNECTORS      | mine=theirs     | must be NAME=KIND
          AGENTPAY_DEFAULT_CONNECTOR | yours         | must be one of [mine, stripe]
          AGENTPAY_USERS           | alice           | must be name:agent:HASH
          AGENTPAY_CURRENCY        | XTS             | AGENTPAY_CURRENCY
          AGENTPAY_HEARTBEAT       | 2m              | must be between 10 ms and 55 s
          AGENTPAY_INPUT_TIMEOUT   | 0               | must be a number from 1 to 600
          AGENTPAY_CARD_TYPES      | gold            | must contain only [visa
          AGENTPAY_TRUSTED_PROXIES | proxy           | must be addresses or networks
          AGENTPAY_FRAMED_BY       | crm             | must be http(s)://host
          AGENTPAY_LEDGER_URL      | ftp://ledger    | must be an http or https URL
          AGENTPAY_DEFAULT_REGION  | Mars            | must be a country code
          """)
  void reports_one_fault_as_one_problem(String variable, String value, String text) {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_PHONES", "alice=+12025550191");
    env.put(variable, value);
    assertThat(problemsOf(env)).singleElement().asString().contains(text);
    if (!text.contains("(")) {
      assertThat(problemsOf(env).getFirst()).startsWith(variable + " ");
    }
  }

  @Test
  void names_a_setting_as_the_operator_did() throws IOException {
    final Map<String, String> env = valid();
    env.remove("AGENTPAY_PUBLIC_URL");
    env.put("SERVER_URL", "pay.example.com");
    assertThat(problemsOf(env)).singleElement().asString().startsWith("SERVER_URL must begin");
    env.remove("SERVER_URL");
    assertThat(problemsOf(env))
        .singleElement()
        .asString()
        .startsWith("AGENTPAY_PUBLIC_URL (public-url) is missing");
    final Path file = folder.resolve("agentpay.yaml");
    Files.writeString(file, "public-url: pay.example.com");
    assertThat(onlyProblem(env, file)).startsWith("public-url in " + file + " must begin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "pay.internal"})
  void listens_beyond_this_machine_only_with_tls_or_a_proxy(String host) {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_HOST", host);
    assertThat(problemsOf(env))
        .singleElement()
        .asString()
        .startsWith("AGENTPAY_HOST lets other machines connect without TLS")
        .contains("AGENTPAY_TLS_CERTIFICATE", "AGENTPAY_TLS_KEY", "AGENTPAY_TLS_PROXY");
    env.put("AGENTPAY_TLS_PROXY", "true");
    assertThat(ServeOptions.from(settings(env))).isPresent();
    env.put("AGENTPAY_TLS_KEY", folder.resolve("key.pem").toString());
    assertThat(problemsOf(env))
        .singleElement()
        .asString()
        .contains("is required with AGENTPAY_TLS_KEY");
    env.put("AGENTPAY_TLS_CERTIFICATE", folder.resolve("none.pem").toString());
    env.remove("AGENTPAY_TLS_PROXY");
    assertThat(problemsOf(env))
        .singleElement()
        .asString()
        .startsWith("AGENTPAY_TLS_CERTIFICATE must be an existing file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void needs_no_tls_on_this_machine(String host) {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_HOST", host);
    assertThat(ServeOptions.from(settings(env))).isPresent();
  }

  @Test
  void public_url_may_end_with_a_slash() {
    final Map<String, String> env = valid();
    env.put("AGENTPAY_PUBLIC_URL", "https://pay.example.com/");
    final ServeOptions options = ServeOptions.from(settings(env)).orElseThrow();
    assertThat(options.server().publicUrl()).contains("https://pay.example.com");
    assertThat(options.twilio().publicUrl()).isEqualTo("https://pay.example.com");
  }
}
