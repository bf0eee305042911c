package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The customer's phone in a browser.
final class PhonePage {
  private final Page page;
  private final URI simulator;
  private final List<String> browserErrors = new ArrayList<>();

  PhonePage(Page page, URI simulator) {
    this.page = page;
    this.simulator = simulator;
    page.onPageError(browserErrors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("net::ERR_")) {
            browserErrors.add(message.text());
          }
        });
  }

  Page page() {
    return page;
  }

  List<String> browserErrors() {
    return List.copyOf(browserErrors);
  }

  void open() {
    page.navigate(simulator.resolve("/").toString());
    awaitLive();
    assertThat(page.locator("[data-card]").first()).isVisible();
  }

  void awaitLive() {
    assertThat(page.locator("[data-connection]")).hasAttribute("data-connection", "live");
  }

  void pressesActionButton() {
    page.locator("phone-handset .action").click();
  }

  /// Ends the call, if there is one.
  void hangUpIfInCall() {
    if (page.locator("phone-handset .action.end").count() > 0) {
      pressesActionButton();
      hears("ended");
    }
  }

  /// Waits until the customer hears this.
  void hears(String kind) {
    assertThat(page.locator("[data-heard]")).hasAttribute("data-heard", kind);
  }

  /// Waits until the agent at the other end hears this.
  void agentHears(String kind) {
    assertThat(page.locator("[data-agent-hears]")).hasAttribute("data-agent-hears", kind);
  }

  /// Waits until the customer is prompted for this field.
  void awaitPrompt(String field) {
    assertThat(page.locator("[data-asked]")).hasAttribute("data-asked", field);
  }

  Locator card(String number) {
    return page.locator("[data-card='" + number + "']");
  }

  Locator fault(String name) {
    return page.locator("[data-fault='fault." + name + "']");
  }

  Locator log() {
    return page.locator("wire-log");
  }

  Locator announcement() {
    return page.locator("phone-page > div[role=status]");
  }

  Locator keysOnScreen() {
    return page.locator("phone-handset .keys");
  }
}
