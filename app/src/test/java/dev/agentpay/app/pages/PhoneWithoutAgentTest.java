package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/// The customer's phone while no agent is ready.
class PhoneWithoutAgentTest extends PhoneTestBase {
  @Test
  void caller_hears_a_busy_signal() {
    final PhonePage phone = phone();
    Screenshots.check(phone.page(), "phone-idle");
    phone.pressesActionButton();
    phone.hears("busy");
    assertThat(phone.announcement()).containsText("Busy");
    Screenshots.check(phone.page(), "phone-busy");
  }

  @Test
  void faults_can_be_switched_and_occur_once() {
    final PhonePage phone = phone();
    final Locator summary = phone.page().locator("fault-switches summary");
    summary.click();
    phone.fault("dropNext").check();
    phone.fault("duplicate").fill("50");
    assertThat(summary).containsText("On: 2");
    Screenshots.check(phone.page(), "phone-faults");
    phone.pressesActionButton(); // no agent is ready, so the only callback is about the end
    phone.hears("busy");
    assertThat(phone.fault("dropNext")).not().isChecked();
    assertThat(phone.log()).containsText("dropped");
    phone.page().getByText("Turn all off").click();
    assertThat(summary).not().containsText("On:");
  }

  @Test
  void log_line_expands() {
    final PhonePage phone = phone();
    phone.pressesActionButton();
    phone.hears("busy");
    final Locator line =
        phone
            .log()
            .locator("li button")
            .filter(new Locator.FilterOptions().setHasText("call-status"))
            .first();
    line.click();
    assertThat(line).hasAttribute("aria-expanded", "true");
    assertThat(phone.log().locator("pre")).containsText("CallStatus");
    Screenshots.check(phone.page(), "phone-line");
  }

  @Test
  void phone_is_available_in_spanish() {
    final PhonePage phone = phone();
    phone.page().locator("phone-page header select").selectOption("es");
    assertThat(phone.page().locator("phone-handset .action")).hasText("Llamar");
    Screenshots.check(phone.page(), "phone-es");
  }
}
