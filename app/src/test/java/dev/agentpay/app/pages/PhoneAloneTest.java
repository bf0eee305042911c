package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/// The customer's phone while nobody sits at a desk.
class PhoneAloneTest extends PhonesTest {
  @Test
  void a_caller_hears_that_nobody_is_free() {
    final PhonePage phone = phone();
    Look.at(phone.page(), "phone-idle");
    phone.pressesTheButton();
    phone.hears("busy");
    assertThat(phone.spoken()).containsText("Busy");
    Look.at(phone.page(), "phone-busy");
  }

  @Test
  void faults_are_switched_and_strike_once() {
    final PhonePage phone = phone();
    final Locator summary = phone.page().locator("fault-switches summary");
    summary.click();
    phone.fault("dropNext").check();
    phone.fault("duplicate").fill("50");
    assertThat(summary).containsText("On: 2");
    Look.at(phone.page(), "phone-faults");
    phone.pressesTheButton(); // nobody is free: the one callback is about the end
    phone.hears("busy");
    assertThat(phone.fault("dropNext")).not().isChecked();
    assertThat(phone.log()).containsText("dropped");
    phone.page().getByText("Turn all off").click();
    assertThat(summary).not().containsText("On:");
  }

  @Test
  void a_line_of_the_log_opens() {
    final PhonePage phone = phone();
    phone.pressesTheButton();
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
    Look.at(phone.page(), "phone-line");
  }

  @Test
  void it_speaks_spanish() {
    final PhonePage phone = phone();
    phone.page().locator("phone-page header select").selectOption("es");
    assertThat(phone.page().locator("phone-handset .action")).hasText("Llamar");
    Look.at(phone.page(), "phone-es");
  }
}
