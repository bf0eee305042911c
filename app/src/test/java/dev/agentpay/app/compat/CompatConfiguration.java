package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.config.Settings;
import dev.agentpay.app.demo.DemoRoutes;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.simulator.Simulator;
import dev.agentpay.simulator.options.ConnectorOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server that is configured with the variable names of the original systems' `.env` files. Its
/// agents are alice, bob and carol.
final class CompatConfiguration {
  static final String PASSWORD = "secret";

  private static final int HASH_BYTES = 16;
  private static final Argon2Function SMALL_HASH =
      Argon2Function.getInstance(64, 1, 1, 32, Argon2.ID);

  private CompatConfiguration() {}

  static Simulator simulator() {
    return Simulator.start(
        DemoRoutes.addTo(DemoWorld.simulatorAccount(), "http://127.0.0.1:9")
            .withPort(0)
            .withConnector(ConnectorOptions.hosted("Default")));
  }

  /// Returns a hash of [#PASSWORD] that is quick to verify.
  static String hash() {
    return Password.hash(PASSWORD).addRandomSalt(HASH_BYTES).with(SMALL_HASH).getResult();
  }

  /// @param more variables that are added or replaced
  static ServeOptions options(Simulator simulator, Path data, Map<String, String> more) {
    final String hash = hash();
    final Map<String, String> environment = new HashMap<>();
    environment.put("ACCOUNT_SID", simulator.accountSid());
    environment.put("AUTH_TOKEN", simulator.authToken());
    environment.put("API_KEY", simulator.apiKeySid());
    environment.put("API_SECRET", simulator.apiKeySecret());
    environment.put("PAY_SYNC_SERVICE_SID", String.join(",", DemoRoutes.SYNC_SERVICES));
    environment.put("SIP_DOMAIN_URI", DemoLines.PBX_DOMAIN);
    environment.put("PAYMENT_CONNECTOR", "Default");
    environment.put("SERVER_URL", "http://127.0.0.1:9");
    environment.put("TWILIO_BASE_URL", simulator.baseUri().toString());
    environment.put("AGENTPAY_COMPAT", "agent-pay");
    environment.put("AGENTPAY_CONNECTORS", "Default=hosted");
    environment.put("AGENTPAY_PORT", "0");
    environment.put("AGENTPAY_DATA", data.toString());
    environment.put(
        "AGENTPAY_USERS", "alice:agent:%1$s,bob:agent:%1$s,carol:agent:%1$s".formatted(hash));
    environment.put("AGENTPAY_TOKEN_KEY", "a-token-key-for-tests-with-enough-characters");
    environment.putAll(more);
    final Settings settings = new Settings(environment, Optional.empty());
    final Optional<ServeOptions> options = ServeOptions.from(settings);
    assertThat(settings.problems()).isEqualTo(List.of());
    return options.orElseThrow();
  }
}
