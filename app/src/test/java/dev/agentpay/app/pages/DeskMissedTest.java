package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import dev.agentpay.scenarios.actors.Customer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A call that the agent did not answer is gone at once, and the desk tells that it was missed.
class DeskMissedTest extends DeskTestBase {
  @Test
  void unanswered_call_is_gone_and_told() {
    final DeskPage alice = desk("alice");
    world.customerCalls();
    alice.button("Answer").waitFor();
    stopRinging(alice);
    assertMissed(alice);
    // The caller waits for another agent, but not on the desk that did not answer.
    assertThat(alice.button("Take this call")).hasCount(0);
    Screenshots.check(alice.page(), "missed");
    alice.reloads();
    assertThat(alice.page().locator("desk-calls")).containsText("The next one rings here");
    assertThat(alice.button("Take this call")).hasCount(0);
  }

  @Test
  void call_whose_customer_hangs_up_first_is_told_until_it_is_read() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerCalls();
    alice.button("Answer").waitFor();
    customer.hangsUp();
    assertMissed(alice);
    alice.button("Dismiss").click();
    assertThat(notice(alice)).hasCount(0);
  }

  @Test
  void declined_call_is_not_told() {
    final DeskPage alice = desk("alice");
    world.customerCalls();
    alice.button("Decline").click();
    assertThat(alice.page().locator("desk-calls")).containsText("The next one rings here");
    assertThat(notice(alice)).hasCount(0);
  }

  private static void assertMissed(DeskPage desk) {
    assertThat(notice(desk)).containsText(Pattern.compile("Missed call from \\+1202555\\d+"));
    assertThat(desk.page().locator("desk-calls li")).hasCount(0);
    assertThat(desk.announcement()).containsText("You missed the call");
  }

  private static Locator notice(DeskPage desk) {
    return desk.page().locator("desk-calls .missed");
  }

  /// Ends the ringing of the softphone as its time limit does, without waiting for it.
  private void stopRinging(DeskPage desk) {
    final Object leg =
        desk.page().evaluate("document.querySelector('pay-desk').model.softphone.legs[0].sid");
    final APIResponse answer =
        desk.page()
            .request()
            .post(world.simulatorUri().resolve("/simulator/calls/" + leg + "/reject").toString());
    assertThat(answer.ok()).isTrue();
  }
}
