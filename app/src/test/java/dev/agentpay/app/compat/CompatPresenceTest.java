package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.client.model.Availability;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Stage;
import dev.agentpay.scenarios.existing.ExistingBrowser;
import dev.agentpay.scenarios.existing.ExistingConnectorDemo;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alice has been idle longer than Bob, but has closed the Generic demo's page.
class CompatPresenceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(40);

  @Test
  void rings_the_agent_whose_page_is_open(@TempDir Path data) {
    try (CompatServer server = CompatServer.start(data);
        Stage stage = server.stage()) {
      final ExistingConnectorDemo alice = page(stage, "alice");
      final ExistingConnectorDemo bob = page(stage, "bob");
      alice.close();
      await().atMost(TIMEOUT).until(() -> availability(server, "alice") == Availability.AWAY);
      assertThat(availability(server, "bob")).isEqualTo(Availability.READY);

      stage.customer().calls(DemoLines.GENERIC);
      bob.events().await(0, "incoming");
      assertThat(alice.events().count("incoming", 0)).isZero();

      page(stage, "alice");
      assertThat(availability(server, "alice"))
          .as("ready, or busy if Bob has missed the call in the meantime")
          .isNotEqualTo(Availability.AWAY);
    }
  }

  private static Availability availability(CompatServer server, String agent) {
    return server.api(agent).me().agent().availability();
  }

  private static ExistingConnectorDemo page(Stage stage, String agent) {
    final ExistingConnectorDemo page =
        stage.closeAtEnd(
            new ExistingConnectorDemo(
                ExistingBrowser.sameOrigin(stage.server(), agent, stage.password()),
                stage.simulator(),
                stage.page(agent)));
    page.startDevice();
    return page;
  }
}
