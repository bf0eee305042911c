package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.agentpay.app.support.NetworkCable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The server stands still while all connections stay open. The desk says so within seconds, and
/// every click has an effect that the agent sees at once.
class DeskStandstillTest extends DeskTestBase {
  @Test
  void standing_server_is_noticed_and_clicks_are_acknowledged() throws IOException {
    try (NetworkCable cable = new NetworkCable(world.server())) {
      final DeskPage alice = watched(world.desk("alice", cable.uri()));
      world.customerOnTheLineWith(alice);
      alice.takesPayment("42.50");
      alice.sees(CARD, "capturing");
      cable.freeze();
      alice.cancels();
      assertThat(alice.session().locator("button.cancel")).hasAttribute("aria-busy", "true");
      assertThat(alice.page().locator("[data-connection]"))
          .hasAttribute("data-connection", "checking");
      assertThat(alice.announcement()).containsText("Checking the connection");
      Screenshots.take(alice.page(), "checking");
      cable.thaw();
      alice.awaitLive();
      alice.sees("cancelled");
      assertThat(alice.announcement()).containsText("Connected again");
    }
  }
}
