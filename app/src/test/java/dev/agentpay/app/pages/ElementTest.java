package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.Pbx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The element `<agent-pay>` in pages of another origin: the examples.
class ElementTest extends DeskTestBase {
  private static final Path BUILT_REACT = Path.of("..", "web", "target", "examples", "react");
  private static final String CONVERSATION = "0f3c7f1e-5d0a-4a5c-9a49-1d2f6f0c7b11";
  private static final String OTHER = ExampleSite.PAGE;

  private ExampleSite site;

  @BeforeEach
  void open_site() {
    site = new ExampleSite(world);
  }

  @Test
  void page_cannot_charge_what_its_token_does_not_allow() {
    world.customerOnTheLineAtPbx("alice");
    site.pin("\"amount\":\"42.50\",\"currency\":\"USD\"");
    final Page page = site.open("plain-html", OTHER + "/");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('amount', '1.00')");
    page.getByText("Take $1.00").click();
    assertThat(page.locator("pay-start [role=alert]")).containsText("amount");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('amount', '42.50')");
    page.getByText("Take $42.50").click();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "capturing");
    assertThat(site.browserErrors()).allMatch(error -> error.contains("403"));
  }

  @Test
  void plain_page_takes_a_payment() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("plain-html", OTHER + "/");
    page.getByText("Take $42.50").click();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "capturing");
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "ready");
    Screenshots.check(page, "element");
    page.getByText("Submit payment").click();
    assertThat(page.locator("#result")).containsText("Paid: 42.50 USD, confirmation ");
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void element_has_the_pages_theme() {
    world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("plain-html", OTHER + "/");
    final Locator button = page.getByText("Take $42.50");
    assertThat(button).hasCSS("background-color", "rgb(107, 47, 179)");
    assertThat(button).hasCSS("color", "rgb(255, 255, 255)");
    assertThat(button).hasCSS("border-top-left-radius", "99px");
  }

  @Test
  void agent_types_an_amount_in_the_pages_language() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("plain-html", OTHER + "/");
    page.evaluate(
        """
        () => {
          const pay = document.querySelector('agent-pay');
          pay.removeAttribute('amount');
          pay.language = 'es';
        }
        """);
    page.getByText("Cobrar el pago").click();
    assertThat(page.locator("pay-start .hint")).not().isEmpty();
    page.locator("pay-start input").fill(Customer.GOOD_CARD);
    assertThat(page.locator("pay-start input")).hasValue(Customer.GOOD_CARD.substring(0, 11));
    page.locator("pay-start input").fill("12,50");
    page.getByText("Cobrar el pago").click();
    assertThat(page.locator("pay-session .amount")).containsText("12,50");
    customer.typesCard(Customer.GOOD_CARD);
    page.getByText("Cancelar").click();
    assertThat(page.locator("#result")).hasText("Not paid: cancelled");
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void element_takes_the_call_with_a_uui_when_it_comes() {
    final Page page = site.open("plain-html", OTHER + "/");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('uui', 'order-1042')");
    assertThat(page.getByText("Waiting for the call order-1042")).isVisible();
    world.pbxCalls(Map.of("User-to-User", Pbx.hex("order-1042")));
    assertThat(page.getByText("Take $42.50")).isVisible();
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void element_asks_for_another_token_when_the_server_refuses_one() {
    world.customerOnTheLineAtPbx("alice");
    site.refuseTokens(1);
    final Page page = site.open("plain-html", OTHER + "/");
    assertThat(page.getByText("Take $42.50")).isVisible();
    assertThat(site.refusedTokens()).isZero();
  }

  @Test
  void frame_gets_its_token_from_the_page_around_it() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = site.open("frame", ExampleSite.DESKTOP + "/desktop.html");
    final FrameLocator frame = page.frameLocator("iframe");
    frame.getByText("Take $42.50").click();
    assertThat(frame.locator("pay-session")).hasAttribute("data-state", "capturing");
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    frame.getByText("Submit payment").click();
    assertThat(page.locator("#result")).hasText("The payment is paid.");
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void frame_takes_no_token_from_another_origin() {
    final Page page = site.open("frame", ExampleSite.STRANGER + "/desktop.html");
    final FrameLocator frame = page.frameLocator("iframe");
    assertThat(frame.getByText("Waiting for the sign-in")).isVisible();
    page.evaluate(
        """
        async ([token, origin]) => document.querySelector('iframe').contentWindow
            .postMessage({ type: 'agent-pay:token', token }, origin)
        """,
        List.of(site.mint(), OTHER));
    frame.locator("body").evaluate("() => new Promise((done) => setTimeout(done))");
    assertThat(frame.getByText("Waiting for the sign-in")).isVisible();
  }

  @Test
  void react_page_sets_the_amount() {
    world.customerOnTheLineAtPbx("alice");
    final Page page = site.open(BUILT_REACT, OTHER + "/");
    assertThat(page.getByText("Take $42.50")).isVisible();
    page.getByText("Tip of 5").click();
    page.getByText("Take $47.50").click();
    final Locator result = page.locator("main > p");
    assertThat(result).hasText("The payment is capturing.");
    page.locator("button.cancel").click();
    assertThat(result).hasText("The payment is cancelled.");
    assertThat(site.browserErrors()).isEmpty();
  }

  @Test
  void genesys_frames_the_desk_with_the_conversation() throws IOException {
    final String readme = Files.readString(ExampleSite.EXAMPLES.resolve("genesys/README.md"));
    final String address =
        setting(readme, "Application URL")
            .replace("https://pay.example.com", world.server().toString())
            .replace("{{gcConversationId}}", CONVERSATION);
    final Page page = site.page();
    page.route(
        OTHER + "/**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody(
                        "<!doctype html><title>Genesys</title><link rel=icon href=data:,>"
                            + "<iframe width=800 height=900 src='%s' sandbox='%s' allow='%s'></iframe>"
                                .formatted(
                                    address,
                                    setting(readme, "Iframe Sandbox Options").replace(',', ' '),
                                    setting(readme, "Iframe Feature/Permissions Policy")))));
    page.navigate(OTHER + "/");
    final FrameLocator desk = page.frameLocator("iframe");
    desk.getByLabel("Name").fill("alice");
    desk.getByLabel("Password").fill(DemoWorld.cast().password());
    desk.getByLabel("Password").press("Enter");
    assertThat(desk.locator("desk-claim")).containsText("Waiting for the call " + CONVERSATION);
    world.pbxCalls(Map.of("x-inin-cnv", CONVERSATION));
    assertThat(desk.locator("pay-form")).containsText("Take payment");
    assertThat(site.browserErrors()).isEmpty();
  }

  /// Returns a value in a table of settings.
  private static String setting(String page, String name) {
    final Matcher row =
        Pattern.compile("\\| " + Pattern.quote(name) + " \\| `([^`]+)` \\|").matcher(page);
    assertThat(row.find()).as(name).isTrue();
    return row.group(1);
  }
}
