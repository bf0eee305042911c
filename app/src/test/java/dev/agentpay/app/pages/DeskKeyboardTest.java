package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import org.junit.jupiter.api.Test;

/// The desk without a mouse, in another language, and from right to left.
class DeskKeyboardTest extends DeskTest {
  private static final int MOST_TABS = 40;

  @Test
  void a_payment_needs_the_keyboard_alone() {
    final DeskPage alice = new DeskPage(world.context().newPage(), world.server());
    final Page page = alice.page();
    alice.opens();
    assertThat(alice.textbox("Name")).isFocused();
    page.keyboard().type("alice");
    page.keyboard().press("Tab");
    page.keyboard().type(DemoWorld.cast().password());
    page.keyboard().press("Enter");
    alice.isLive();
    alice.canRing();
    press(page, "Ready for calls", "Space");
    assertThat(page.locator("desk-calls")).containsText("The next one rings here");
    final Customer customer = world.customerCalls();
    assertThat(alice.button("Answer")).isVisible();
    press(page, "Answer", "Enter");
    assertThat(alice.textbox("Amount")).isVisible();
    tabTo(page, "Amount");
    page.keyboard().type("42.50");
    press(page, "Take payment", "Enter");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(CARD, "captured");
    press(page, "Ask again for Card number", "Enter");
    alice.sees(CARD, "capturing");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.sees("ready");
    press(page, "Submit payment", "Enter");
    alice.sees("paid");
    press(page, "Another payment", "Space");
    assertThat(alice.textbox("Amount")).isVisible();
  }

  @Test
  void the_desk_speaks_spanish_too() {
    final DeskPage alice = new DeskPage(world.context().newPage(), world.server());
    alice.opens();
    alice.button("Español").click();
    alice.page().getByLabel("Nombre").fill("alice");
    alice.page().getByLabel("Contraseña").fill(DemoWorld.cast().password());
    alice.button("Entrar").click();
    alice.isLive();
    assertThat(alice.page().locator("desk-today")).containsText("Mis pagos de hoy");
    assertThat(alice.page().locator("html")).hasAttribute("lang", "es");
    alice.page().locator("desk-header select").selectOption("en");
    assertThat(alice.page().locator("desk-today")).containsText("My payments today");
  }

  @Test
  void the_desk_can_be_read_from_right_to_left() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOf(alice);
    alice.page().evaluate("document.documentElement.dir = 'rtl'");
    alice.takesPayment("42.50");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(CARD, "captured");
    Look.at(alice.page(), "right-to-left");
  }

  /// Goes to what has this name by the tab key alone, and presses a key there.
  private static void press(Page page, String name, String key) {
    tabTo(page, name);
    page.keyboard().press(key);
  }

  private static void tabTo(Page page, String name) {
    for (int i = 0; i < MOST_TABS; i++) {
      page.keyboard().press("Tab");
      final Object focused =
          page.evaluate(
              """
              () => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                const host = at?.getRootNode()?.host;
                const own = (at?.labels?.[0] ?? at)?.textContent ?? '';
                return (own.trim() || (host?.label ?? '') || (host?.textContent ?? '')).trim()
                    || (host?.textContent ?? '').trim();
              }""");
      if (String.valueOf(focused).contains(name) || String.valueOf(focused).equals(name)) {
        return;
      }
    }
    assertThat(name).as("reached by the tab key within %d steps", MOST_TABS).isEmpty();
  }
}
