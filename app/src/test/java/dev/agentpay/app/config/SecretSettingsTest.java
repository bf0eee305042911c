package dev.agentpay.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.simulator.options.SimulatorOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretSettingsTest {
  private static final String SHARED_KEY = "TWILIO_SHARED_KEYS";

  private static List<String> problems(String... more) {
    final Settings settings = CallSettings.settings(more);
    assertThat(ServeOptions.from(settings).isEmpty()).isEqualTo(!settings.problems().isEmpty());
    return settings.problems();
  }

  @Test
  void refuses_a_word_in_disguise_without_showing_it() {
    final String key = "P@ssw0rd-of-the-contact-centre-26";
    for (String name : List.of("AGENTPAY_TOKEN_KEY", "AGENTPAY_SECOND_TOKEN_KEY")) {
      assertThat(problems(name, key))
          .singleElement()
          .asString()
          .startsWith(name + " can be guessed, because it contains a word that is tried first")
          .doesNotContain(key);
    }
  }

  @Test
  void refuses_a_ledger_password_that_the_connector_cannot_have() {
    assertThat(problems("AGENTPAY_LEDGER_PASSWORD", "r7Kp2vQx"))
        .containsExactly(
            "AGENTPAY_LEDGER_PASSWORD must be the ledger password of the connector, which has at"
                + " least 16 characters");
    assertThat(problems("AGENTPAY_LEDGER_PASSWORD", "changeme")).hasSize(1);
  }

  @Test
  void refuses_the_published_secrets_of_the_simulator_with_the_real_twilio() {
    final SimulatorOptions account = DemoWorld.simulatorAccount();
    final String[] secrets = {
      "TWILIO_AUTH_TOKEN",
      account.authToken(),
      "TWILIO_SECONDARY_AUTH_TOKEN",
      account.authToken(),
      "TWILIO_API_SECRET",
      account.apiKeySecret(),
      SHARED_KEY,
      SimulatorOptions.SHARED_KEY + "=" + SimulatorOptions.SHARED_KEY_SECRET
    };
    for (int i = 0; i < secrets.length; i += 2) {
      assertThat(problems(secrets[i], secrets[i + 1]))
          .singleElement()
          .asString()
          .startsWith(secrets[i] + " can be guessed, because it ")
          .endsWith("copy yours from Twilio's console")
          .doesNotContain(secrets[i + 1]);
      assertThat(problems(secrets[i], secrets[i + 1], "TWILIO_BASE_URL", "http://127.0.0.1:8089"))
          .isEmpty();
    }
  }

  @Test
  void a_short_key_is_one_problem() {
    assertThat(problems("AGENTPAY_TOKEN_KEY", "changeme"))
        .singleElement()
        .asString()
        .contains("must have at least 32 bytes");
  }
}
