package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.Pbx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The element `<agent-pay>` in pages of another origin: the examples.
class ElementTest extends DeskTestBase {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Path BUILT_REACT = Path.of("..", "web", "target", "examples", "react");
  private static final String CONVERSATION = "0f3c7f1e-5d0a-4a5c-9a49-1d2f6f0c7b11";
  private static final String OTHER = DemoWorld.EXISTING_PAGE;
  private static final String DESKTOP = "http://localhost:3001";
  private static final String STRANGER = "http://localhost:3002";

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> browserErrors = new ArrayList<>();
  private final AtomicInteger refusedTokens = new AtomicInteger();

  /// More properties of the request for a token.
  private String pins = "";

  private String serviceKey = "";

  @BeforeEach
  void forget_earlier_test() {
    browserErrors.clear();
    pins = "";
    serviceKey =
        world
            .api("sam")
            .createServiceKey("examples", List.of("tokens"), Optional.empty())
            .secret()
            .orElseThrow();
  }

  @Test
  void page_cannot_charge_what_its_token_does_not_allow() {
    world.customerOnTheLineAtPbx("alice");
    pins = ",\"amount\":\"42.50\",\"currency\":\"USD\"";
    final Page page = open("plain-html", OTHER + "/");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('amount', '1.00')");
    page.getByText("Take $1.00").click();
    assertThat(page.locator("pay-start [role=alert]")).containsText("amount");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('amount', '42.50')");
    page.getByText("Take $42.50").click();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "capturing");
    assertThat(browserErrors).allMatch(error -> error.contains("403"));
  }

  @Test
  void plain_page_takes_a_payment() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = open("plain-html", OTHER + "/");
    page.getByText("Take $42.50").click();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "capturing");
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "ready");
    Screenshots.check(page, "element");
    page.getByText("Submit payment").click();
    assertThat(page.locator("#result")).containsText("Paid: 42.50 USD, confirmation ");
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void element_has_the_pages_theme() {
    world.customerOnTheLineAtPbx("alice");
    final Page page = open("plain-html", OTHER + "/");
    final Locator button = page.getByText("Take $42.50");
    assertThat(button).hasCSS("background-color", "rgb(107, 47, 179)");
    assertThat(button).hasCSS("color", "rgb(255, 255, 255)");
    assertThat(button).hasCSS("border-top-left-radius", "99px");
  }

  @Test
  void agent_types_an_amount_in_the_pages_language() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = open("plain-html", OTHER + "/");
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
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void element_takes_the_call_with_a_uui_when_it_comes() {
    final Page page = open("plain-html", OTHER + "/");
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('uui', 'order-1042')");
    assertThat(page.getByText("Waiting for the call order-1042")).isVisible();
    world.pbxCalls(Map.of("User-to-User", Pbx.hex("order-1042")));
    assertThat(page.getByText("Take $42.50")).isVisible();
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void element_asks_for_another_token_when_the_server_refuses_one() {
    world.customerOnTheLineAtPbx("alice");
    refusedTokens.set(1);
    final Page page = open("plain-html", OTHER + "/");
    assertThat(page.getByText("Take $42.50")).isVisible();
    assertThat(refusedTokens).hasValue(0);
  }

  @Test
  void frame_gets_its_token_from_the_page_around_it() {
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    final Page page = open("frame", DESKTOP + "/desktop.html");
    final FrameLocator frame = page.frameLocator("iframe");
    frame.getByText("Take $42.50").click();
    assertThat(frame.locator("pay-session")).hasAttribute("data-state", "capturing");
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    frame.getByText("Submit payment").click();
    assertThat(page.locator("#result")).hasText("The payment is paid.");
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void frame_takes_no_token_from_another_origin() {
    final Page page = open("frame", STRANGER + "/desktop.html");
    final FrameLocator frame = page.frameLocator("iframe");
    assertThat(frame.getByText("Waiting for the sign-in")).isVisible();
    page.evaluate(
        """
        async ([token, origin]) => document.querySelector('iframe').contentWindow
            .postMessage({ type: 'agent-pay:token', token }, origin)
        """,
        List.of(mint(), OTHER));
    frame.locator("body").evaluate("() => new Promise((done) => setTimeout(done))");
    assertThat(frame.getByText("Waiting for the sign-in")).isVisible();
  }

  @Test
  void react_page_sets_the_amount() {
    world.customerOnTheLineAtPbx("alice");
    final Page page = open(BUILT_REACT, OTHER + "/");
    assertThat(page.getByText("Take $42.50")).isVisible();
    page.getByText("Tip of 5").click();
    page.getByText("Take $47.50").click();
    final Locator result = page.locator("main > p");
    assertThat(result).hasText("The payment is capturing.");
    page.locator("button.cancel").click();
    assertThat(result).hasText("The payment is cancelled.");
    assertThat(browserErrors).isEmpty();
  }

  @Test
  void genesys_frames_the_desk_with_the_conversation() throws IOException {
    final String readme = Files.readString(EXAMPLES.resolve("genesys/README.md"));
    final String address =
        setting(readme, "Application URL")
            .replace("https://pay.example.com", world.server().toString())
            .replace("{{gcConversationId}}", CONVERSATION);
    final Page page = page();
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
    assertThat(browserErrors).isEmpty();
  }

  /// Returns a value in a table of settings.
  private static String setting(String page, String name) {
    final Matcher row =
        Pattern.compile("\\| " + Pattern.quote(name) + " \\| `([^`]+)` \\|").matcher(page);
    assertThat(row.find()).as(name).isTrue();
    return row.group(1);
  }

  private Page open(String example, String address) {
    return open(EXAMPLES.resolve(example), address);
  }

  private Page open(Path folder, String address) {
    final Page page = page();
    for (String origin : List.of(OTHER, DESKTOP, STRANGER)) {
      page.route(origin + "/**", route -> serve(route, folder));
    }
    page.navigate(address);
    return page;
  }

  private Page page() {
    final BrowserContext context = world.context();
    // Chromium does not know where the page comes from, and asks before it may reach this machine.
    context.grantPermissions(List.of("local-network-access"));
    final Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // The desk's sign-in wants the focus; a frame of another origin does not get it.
          if (message.type().equals("error")
              && !message.text().startsWith("Blocked autofocusing")) {
            browserErrors.add(message.text());
          }
        });
    page.onPageError(browserErrors::add);
    return page;
  }

  /// Serves the files of an example with the address of our server, and mints tokens as its back
  /// end.
  private void serve(Route route, Path folder) {
    final String path = URI.create(route.request().url()).getPath();
    final String file = path.equals("/") ? "index.html" : path.substring(1);
    if (file.equals("agent-token")) {
      final boolean refused = refusedTokens.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      route.fulfill(
          new Route.FulfillOptions()
              .setContentType("text/plain")
              .setBody(refused ? "expired" : mint()));
      return;
    }
    try {
      route.fulfill(
          new Route.FulfillOptions()
              .setContentType(type(file))
              .setBody(
                  Files.readString(folder.resolve(file))
                      .replace("https://pay.example.com", world.server().toString())
                      .replace("https://frame.example.com", OTHER)
                      .replace("https://desktop.example.com", DESKTOP)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Mints a token as the page's back end does, with a service key.
  private String mint() {
    final HttpRequest request =
        HttpRequest.newBuilder(world.server().resolve("/api/tokens"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + serviceKey)
            .POST(HttpRequest.BodyPublishers.ofString("{\"agent\":\"alice\"" + pins + "}"))
            .build();
    return JSON.readTree(
            HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body())
        .path("token")
        .asString();
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css";
      case "js" -> "text/javascript";
      default -> "application/octet-stream";
    };
  }
}
