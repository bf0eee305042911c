package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.scenarios.actors.Customer;
import org.junit.jupiter.api.Test;

/// The customer's phone and the agent's desk, in two browser contexts.
class PhoneAndDeskTest extends PhoneTestBase {
  private static final String DECLINED = "4000000000000002";

  @Test
  void agent_hears_silence_while_a_card_is_typed() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesActionButton();
    phone.hears("ringing");
    phone.agentHears("ringing");
    assertThat(phone.announcement()).containsText("Ringing");
    alice.answers();
    phone.hears("talking");
    phone.agentHears("talking");
    phone.card(Customer.GOOD_CARD).click();
    alice.takesPayment("42.50");
    phone.awaitPrompt(CARD);
    phone.agentHears("silence");
    alice.sees("ready");
    phone.agentHears("talking");
    alice.submits();
    alice.sees("paid");
    assertThat(phone.log()).containsText("Result=success");
    assertThat(phone.log()).containsText("PaymentCardNumber=xxxxxxxxxxxx4242");
    assertThat(phone.log()).not().containsText(Customer.GOOD_CARD);
    Screenshots.check(phone.page(), "phone-paid");
    phone.pressesActionButton();
    phone.hears("ended");
    Screenshots.check(phone.page(), "phone-ended");
  }

  @Test
  void phone_works_with_the_keyboard_alone() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    final Page page = phone.page();
    page.locator("phone-handset input").focus();
    page.keyboard().press("Enter");
    alice.answers();
    phone.hears("talking");
    alice.takesPayment("10");
    phone.awaitPrompt(CARD);
    page.keyboard().type(Customer.GOOD_CARD);
    phone.awaitPrompt(EXPIRY);
    assertThat(phone.keysOnScreen()).isEmpty();
    page.keyboard().type("1230");
    phone.awaitPrompt(CODE);
    Screenshots.check(page, "phone-asked");
    page.keyboard().type("12");
    assertThat(phone.keysOnScreen()).hasText("12");
    page.keyboard().type("3");
    alice.sees("ready");
    page.keyboard().press("Enter");
    phone.hears("ended");
  }

  @Test
  void another_card_can_be_tried_after_a_decline() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesActionButton();
    alice.answers();
    phone.page().getByLabel("Fast").check();
    phone.card(DECLINED).click();
    alice.takesPayment("10");
    alice.submits();
    alice.sees("declined");
    assertThat(phone.card(DECLINED)).hasAttribute("aria-pressed", "false");
  }

  @Test
  void reload_restores_the_call() {
    final PhonePage phone = phone();
    final DeskPage alice = desk("alice");
    phone.pressesActionButton();
    alice.answers();
    phone.hears("talking");
    phone.page().reload();
    phone.awaitLive();
    phone.hears("talking");
    phone.agentHears("talking");
  }
}
