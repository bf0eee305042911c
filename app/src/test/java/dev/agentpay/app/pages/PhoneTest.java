package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.scenarios.actors.Customer;
import org.junit.jupiter.api.Test;

/// The customer's phone and the agent's desk, side by side in two browsers.
class PhoneTest extends PhonesTest {
  private static final String DECLINED = "4000000000000002";

  @Test
  void a_test_card_pays_while_the_agent_hears_silence() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesTheButton();
    phone.hears("ringing");
    phone.agentHears("ringing");
    assertThat(phone.spoken()).containsText("Ringing");
    alice.answers();
    phone.hears("talking");
    phone.agentHears("talking");
    phone.card(Customer.GOOD_CARD).click();
    alice.takesPayment("42.50");
    phone.isAskedFor(CARD);
    phone.agentHears("silence");
    alice.sees("ready");
    phone.agentHears("talking");
    alice.submits();
    alice.sees("paid");
    assertThat(phone.log()).containsText("Result=success");
    assertThat(phone.log()).containsText("PaymentCardNumber=xxxxxxxxxxxx4242");
    assertThat(phone.log()).not().containsText(Customer.GOOD_CARD);
    Look.at(phone.page(), "phone-paid");
    phone.pressesTheButton();
    phone.hears("ended");
    Look.at(phone.page(), "phone-ended");
  }

  @Test
  void everything_can_be_done_with_the_keyboard() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    final Page page = phone.page();
    page.locator("phone-handset input").focus();
    page.keyboard().press("Enter");
    alice.answers();
    phone.hears("talking");
    alice.takesPayment("10");
    phone.isAskedFor(CARD);
    page.keyboard().type(Customer.GOOD_CARD);
    phone.isAskedFor(EXPIRY);
    assertThat(phone.keysOnScreen()).isEmpty();
    page.keyboard().type("1230");
    phone.isAskedFor(CODE);
    Look.at(page, "phone-asked");
    page.keyboard().type("12");
    assertThat(phone.keysOnScreen()).hasText("12");
    page.keyboard().type("3");
    alice.sees("ready");
    page.keyboard().press("Enter");
    phone.hears("ended");
  }

  @Test
  void a_declined_card_is_declined_and_another_may_be_tried() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesTheButton();
    alice.answers();
    phone.page().getByLabel("Fast").check();
    phone.card(DECLINED).click();
    alice.takesPayment("10");
    alice.submits();
    alice.sees("declined");
    assertThat(phone.card(DECLINED)).hasAttribute("aria-pressed", "false");
  }

  @Test
  void a_reload_finds_the_call_again() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesTheButton();
    alice.answers();
    phone.hears("talking");
    phone.page().reload();
    phone.isLive();
    phone.hears("talking");
    phone.agentHears("talking");
  }
}
