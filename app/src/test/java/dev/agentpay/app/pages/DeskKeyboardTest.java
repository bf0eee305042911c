package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import org.junit.jupiter.api.Test;

/// The desk with the keyboard alone, in Spanish, and from right to left.
class DeskKeyboardTest extends DeskTestBase {
  private static final int MAX_TABS = 40;

  @Test
  void payment_works_with_the_keyboard_alone() {
    final DeskPage alice = new DeskPage(world.context().newPage(), world.server());
    final Page page = alice.page();
    alice.open();
    assertThat(alice.textbox("Name")).isFocused();
    page.keyboard().type("alice");
    page.keyboard().press("Tab");
    page.keyboard().type(DemoWorld.cast().password());
    page.keyboard().press("Enter");
    alice.awaitLive();
    alice.awaitSoftphone();
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
  void desk_is_available_in_spanish() {
    final DeskPage alice = new DeskPage(world.context().newPage(), world.server());
    alice.open();
    alice.button("Español").click();
    alice.page().getByLabel("Nombre").fill("alice");
    alice.page().getByLabel("Contraseña").fill(DemoWorld.cast().password());
    alice.button("Entrar").click();
    alice.awaitLive();
    assertThat(alice.page().locator("desk-today")).containsText("Mis pagos de hoy");
    assertThat(alice.page().locator("html")).hasAttribute("lang", "es");
    alice.page().locator("desk-header select").selectOption("en");
    assertThat(alice.page().locator("desk-today")).containsText("My payments today");
  }

  @Test
  void desk_works_from_right_to_left() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.page().evaluate("document.documentElement.dir = 'rtl'");
    alice.takesPayment("42.50");
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees(CARD, "captured");
    Screenshots.check(alice.page(), "right-to-left");
  }

  /// Moves the focus to the element with this name by the tab key, and presses a key.
  private static void press(Page page, String name, String key) {
    tabTo(page, name);
    page.keyboard().press(key);
  }

  private static void tabTo(Page page, String name) {
    for (int i = 0; i < MAX_TABS; i++) {
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
              }\
              """);
      if (String.valueOf(focused).contains(name) || String.valueOf(focused).equals(name)) {
        return;
      }
    }
    assertThat(name).as("reached within %d presses of the tab key", MAX_TABS).isEmpty();
  }
}
