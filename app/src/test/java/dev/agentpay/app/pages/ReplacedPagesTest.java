package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pages of existing clients that use `@agentpay/client` instead: the examples `from-…`.
class ReplacedPagesTest extends DeskTestBase {
  private ExampleSite site;

  @BeforeEach
  void open_site() {
    site = new ExampleSite(world);
  }

  @Test
  void page_for_agent_pay_makes_a_token() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = agentPayPage(customer.call());
    assertThat(status(page)).hasText("connected");
    page.locator("#start").click();
    assertThat(status(page)).hasText("capturing the card");
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(status(page)).hasText("capturing the security code");
    assertThat(page.locator("#card")).containsText("4242 (visa)");
    customer.typesCode();
    assertThat(status(page)).hasText("capturing the expiry");
    page.locator("#reset-code").click();
    assertThat(status(page)).hasText("capturing the security code");
    customer.typesCode().typesExpiry();
    assertThat(status(page)).hasText("complete");
    assertThat(page.locator("#code")).hasText("xxx");
    assertThat(page.locator("#expiry")).hasText("xxxx");
    page.locator("#submit").click();
    assertThat(status(page)).hasText("submitted");
    assertThat(page.locator("#token")).not().isEmpty();
    page.locator("#detach").click();
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void page_for_agent_pay_waits_for_a_call_and_cancels() {
    final Page page = agentPayPage("");
    world.customerOnTheLineAtPbx("alice");
    assertThat(status(page)).hasText("connected");
    page.locator("#start").click();
    assertThat(status(page)).hasText("capturing the card");
    page.locator("#cancel").click();
    assertThat(status(page)).hasText("cancelled");
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void page_in_the_manner_of_genesyspay_takes_a_payment() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("from-genesyspay", ExampleSite.PAGE + "/");
    page.getByLabel("Call SID").fill(customer.call());
    page.getByText("Start payment capture").click();
    assertThat(status(page)).hasText("Card number");
    customer.typesCard(Customer.GOOD_CARD).typesCode().typesExpiry();
    assertThat(status(page)).hasText("Complete");
    page.locator("#reset-card-number").click();
    assertThat(status(page)).hasText("Card number");
    customer.typesCard(Customer.GOOD_CARD);
    assertThat(status(page)).hasText("Complete");
    assertThat(page.locator("#card-number")).hasValue(Pattern.compile(".*4242"));
    page.locator("#submit").click();
    assertThat(status(page)).hasText("Paid");
    assertThat(page.locator("#confirmation")).not().isEmpty();
    assertThat(site.browserErrors()).isEmpty();
  }

  private Page agentPayPage(String callSid) {
    final Page page = site.open("from-agent-pay", ExampleSite.PAGE + "/");
    page.getByLabel("Agent").fill("alice");
    page.getByLabel("Password").fill(DemoWorld.cast().password());
    page.getByLabel("Call").fill(callSid);
    page.locator("#sign-in button").click();
    return page;
  }

  private static Locator status(Page page) {
    return page.locator("#status");
  }
}
