package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.app.support.NetworkCable;
import dev.agentpay.scenarios.actors.Customer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A page that is reloaded or loses its connection shows the current state again.
class DeskReconnectTest extends DeskTestBase {
  @Test
  void reload_keeps_each_state() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.reloads();
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    alice.reloads();
    alice.sees("capturing").sees(CARD, "capturing");
    customer.types(CARD, "42424242", "half of a card number");
    alice.reloads();
    // The digits typed before the reload are shown again after the next key.
    customer.types(CARD, "4", "one more digit");
    alice.seesMask(CARD, "•••• •••• •");
    customer.types(CARD, "2424242", "the rest of the card number");
    alice.sees(CARD, "captured");
    alice.reloads();
    alice.sees(CARD, "captured").seesMask(CARD, "4242").sees(EXPIRY, "capturing");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of("internal-error"))));
    customer.typesExpiry();
    alice.sees("idle");
    alice.reloads();
    alice.sees("idle").sees(EXPIRY, "rejected");
    alice.asksAgain("Expiry");
    customer.typesExpiry().typesCode();
    alice.sees("ready");
    alice.reloads();
    alice.sees("ready");
    world.faults(Map.of("webhooks", Map.of("delay", 1.0, "delayMillis", 2000)));
    alice.submits();
    alice.sees("completing");
    alice.reloads();
    alice.sees("completing").sees("paid");
    alice.reloads();
    alice.sees("paid");
    assertThat(alice.session()).containsText("ch_sandbox_");
  }

  @Test
  void reconnect_loses_and_repeats_no_event() throws IOException {
    try (NetworkCable cable = new NetworkCable(world.server())) {
      final DeskPage alice = world.desk("alice", cable.uri());
      final Customer customer = world.customerOnTheLineWith(alice);
      alice.takesPayment("42.50");
      alice.sees(CARD, "capturing");
      final List<String> announcements = new ArrayList<>();
      alice
          .page()
          .exposeFunction("recordAnnouncement", text -> announcements.add(String.valueOf(text[0])));
      alice
          .page()
          .evaluate(
              """
              () => {
                const status = document.querySelector('pay-desk').shadowRoot.querySelector('[role=status]');
                new MutationObserver((changes) => changes.flatMap((c) => [...c.addedNodes])
                    .filter((node) => node.nodeName === 'P')
                    .forEach((node) => recordAnnouncement(node.textContent))).observe(status, {childList: true});
              }\
              """);
      cable.cut();
      assertThat(alice.page().locator("[data-connection]"))
          .hasAttribute("data-connection", "waiting");
      Screenshots.take(alice.page(), "connection-lost");
      customer.typesCard(Customer.GOOD_CARD);
      customer.typesExpiry();
      cable.restore();
      retryUnlessReconnected(alice.page());
      alice.awaitLive();
      alice.sees(CARD, "captured").sees(EXPIRY, "captured").sees(CODE, "capturing");
      customer.typesCode();
      alice.submits();
      alice.sees("paid");
      assertThat(cable.resumePositions()).isNotEmpty().doesNotContain("");
      assertThat(announcements.stream().filter(a -> a.contains("Connected again")).count())
          .isEqualTo(1);
      assertThat(announcements.stream().filter(a -> a.contains("Payment: Paid")).count())
          .isEqualTo(1);
      assertThat(announcements).doesNotHaveDuplicates();
    }
  }

  /// The page also reconnects by itself; then the button is gone before it can be clicked.
  private static void retryUnlessReconnected(Page page) {
    try {
      page.locator("text=Try now").first().click(new Locator.ClickOptions().setTimeout(1_000));
    } catch (PlaywrightException e) {
      assertThat(page.locator("[data-connection]")).hasAttribute("data-connection", "live");
    }
  }

  /// Over HTTP/1.1 a browser has at most six connections to a server.
  @Test
  void eight_desks_and_a_phone_share_a_browser() {
    final DeskPage first = desk("alice");
    final List<DeskPage> all = new ArrayList<>(List.of(first));
    for (int i = 0; i < 7; i++) {
      final DeskPage another = withoutSoftphone(first.page().context());
      another.signIn("alice", DemoWorld.cast().password());
      all.add(another);
    }
    final PhonePage phone = new PhonePage(first.page().context().newPage(), world.simulatorUri());
    phone.open();
    phone.pressesActionButton();
    first.answers();
    first.takesPayment("42.50");
    first.sees(CARD, "capturing");
    // The stream was opened by this page, and continues without it.
    first.page().close();
    all.removeFirst();
    phone.card(Customer.GOOD_CARD).click();
    for (DeskPage desk : all) {
      desk.sees("ready");
    }
    all.getLast().cancels();
    for (DeskPage desk : all) {
      desk.sees("cancelled");
    }
  }

  /// The simulated softphone has a stream to the simulator, unlike Twilio's, and six are the limit.
  private DeskPage withoutSoftphone(BrowserContext context) {
    final Page page = context.newPage();
    page.addInitScript("sessionStorage.setItem('agentpay.softphone', 'off')");
    return new DeskPage(page, world.server());
  }

  @Test
  void desk_of_a_signed_out_page_does_not_end_the_others() {
    final DeskPage first = desk("alice");
    final DeskPage second = new DeskPage(first.page().context().newPage(), world.server());
    second.signIn("alice", DemoWorld.cast().password());
    first.button("Sign out").click();
    assertThat(first.textbox("Name")).isVisible();
    second.awaitLive();
    final Customer customer = world.customerCalls();
    second.awaitSoftphone();
    second.answers();
    second.takesPayment("42.50");
    customer.typesCard(Customer.GOOD_CARD);
    second.sees(CARD, "captured");
  }

  @Test
  void two_users_share_a_browser_in_different_tabs() {
    final DeskPage alice = desk("alice");
    final DeskPage sam = new DeskPage(alice.page().context().newPage(), world.server());
    sam.signIn("sam", DemoWorld.cast().password());
    alice.reloads();
    assertThat(alice.page().locator("desk-header")).containsText("alice");
    assertThat(sam.page().locator("desk-header")).containsText("Supervisor");
  }
}
