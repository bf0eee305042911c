package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock of the agent's computer is wrong by hours. The desk goes by the server's clock.
class DeskClockTest extends DeskTestBase {
  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 11, 25})
  void wrong_clock_changes_nothing(int hours) {
    final Page page = world.context().newPage();
    page.addInitScript(wrongClock(Duration.ofHours(hours)));
    final DeskPage alice = watched(new DeskPage(page, world.server()));
    alice.signIn("alice", DemoWorld.cast().password());
    alice.becomesReady();
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.takesPayment("42.50");
    customer.typesEverything(Customer.GOOD_CARD);
    alice.submits();
    alice.sees("paid");
    alice.reloads();
    alice.sees("paid");
    assertThat(page.locator("desk-today li[data-session]").first()).containsText("$42.50");
    alice.button("Another payment").click();
    alice.takesPayment("42.50");
    assertThat(page.locator("pay-form")).containsText("1 minute ago");
  }

  /// Returns a script that moves the clock of the page.
  private static String wrongClock(Duration shift) {
    return """
        (() => {
          const Right = Date;
          const now = () => Right.now() + %s;
          globalThis.Date = class extends Right {
            constructor(...args) { super(...(args.length === 0 ? [now()] : args)); }
            static now() { return now(); }
          };
        })();
        """
        .formatted(shift.toMillis());
  }
}
