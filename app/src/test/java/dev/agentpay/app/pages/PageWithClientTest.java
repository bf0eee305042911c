package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.agentpay.app.demo.DemoWorld;
import dev.agentpay.scenarios.actors.Customer;
import dev.agentpay.scenarios.actors.DemoLines;
import dev.agentpay.scenarios.actors.Pbx;
import dev.agentpay.scenarios.actors.SimulatorControl;
import dev.agentpay.scenarios.actors.Transcript;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A page of another origin that takes a payment with the npm package `@agentpay/client`.
class PageWithClientTest extends DeskTestBase {
  private static final Path PACKAGE = Path.of("..", "web", "target", "client", "dist");

  private static final String HTML =
      "<!doctype html><title>page</title><link rel=icon href=data:,>";

  private static final String START =
      """
      async ({ server, call, password }) => {
        const { PayClient } = await import('/index.js');
        const bearer = async () => {
          const answer = await fetch(server + '/api/login', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ name: 'alice', password }),
          });
          return (await answer.json()).token;
        };
        window.seen = [];
        window.payClient = new PayClient({ functionsURL: server, identity: 'alice', bearer });
        for (const event of ['capturingCard', 'capturingSecurityCode', 'capturingDate',
                             'captureComplete', 'submitComplete', 'error']) {
          payClient.on(event, () => seen.push(event));
        }
        await payClient.attachPay(call);
        await payClient.startCapture('42.50');
      }
      """;

  @Test
  void page_of_another_origin_takes_a_payment() {
    final Customer customer = customerAtPbx();
    final BrowserContext context = world.context();
    // Chromium does not know where the page comes from, and asks before it may reach this machine.
    context.grantPermissions(List.of("local-network-access"));
    final Page page = context.newPage();
    final List<String> browserErrors = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            browserErrors.add(message.text());
          }
        });
    page.onPageError(browserErrors::add);
    page.route(DemoWorld.EXISTING_PAGE + "/**", PageWithClientTest::serve);
    page.navigate(DemoWorld.EXISTING_PAGE + "/");
    page.evaluate(
        START,
        Map.of(
            "server", world.server().toString(),
            "call", customer.call(),
            "password", DemoWorld.cast().password()));
    customer.typesCard(Customer.GOOD_CARD).typesCode().typesExpiry();
    page.waitForFunction("() => seen.includes('captureComplete')");
    assertThat(page.evaluate("() => payClient.submitCapture().then(({ state }) => state)"))
        .isEqualTo("paid");
    assertThat(page.evaluate("() => seen.join(' ')"))
        .isEqualTo(
            "capturingCard capturingSecurityCode capturingDate captureComplete submitComplete");
    assertThat(browserErrors).isEmpty();
  }

  private Customer customerAtPbx() {
    final SimulatorControl simulator = new SimulatorControl(world.simulatorUri());
    final Transcript ignored =
        new Transcript(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    final Customer customer = new Customer(simulator, ignored, "+12025550110");
    new Pbx(simulator, ignored).legOf(customer.calls(DemoLines.PBX));
    return customer;
  }

  /// Serves the page, and the files of the package as its own.
  private static void serve(Route route) {
    final String path = URI.create(route.request().url()).getPath();
    if (path.equals("/")) {
      route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody(HTML));
    } else {
      route.fulfill(
          new Route.FulfillOptions()
              .setContentType("text/javascript")
              .setPath(PACKAGE.resolve(path.substring(1))));
    }
  }
}
