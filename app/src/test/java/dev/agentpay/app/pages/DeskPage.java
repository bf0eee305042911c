package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The desk in a browser. Finds elements by their accessible names, as an agent does.
final class DeskPage {
  private final Page page;
  private final URI address;
  private final List<String> browserErrors = new ArrayList<>();

  DeskPage(Page page, URI address) {
    this.page = page;
    this.address = address;
    page.onPageError(browserErrors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")) {
            browserErrors.add(message.text());
          }
        });
  }

  Page page() {
    return page;
  }

  /// Returns errors from the browser: failed scripts and violations of the page's security policy.
  List<String> browserErrors() {
    return List.copyOf(browserErrors);
  }

  void open() {
    page.navigate(address.resolve("/desk/").toString());
  }

  void signIn(String name, String password) {
    open();
    textbox("Name").fill(name);
    page.getByLabel("Password").fill(password);
    page.keyboard().press("Enter");
    assertThat(page.locator("desk-header")).isVisible();
    awaitLive();
  }

  void awaitLive() {
    assertThat(page.locator("[data-connection]")).hasAttribute("data-connection", "live");
  }

  void becomesReady() {
    page.locator("wa-switch.ready").click();
    awaitSoftphone();
    assertThat(page.locator("desk-calls")).containsText("The next one rings here");
  }

  /// Waits for the softphone. Without one, the simulator answers calls by itself.
  void awaitSoftphone() {
    assertThat(page.locator("desk-calls")).hasAttribute("data-softphone", "connected");
  }

  void answers() {
    button("Answer").click();
    assertThat(page.locator("desk-calls li")).hasClass(Pattern.compile("answered.*"));
  }

  void hangsUp() {
    button("Hang up").click();
  }

  /// Fills in an amount and takes the payment.
  void takesPayment(String amount) {
    textbox("Amount").fill(amount);
    takes();
  }

  void takes() {
    button("Take payment").click();
  }

  void choosesRadio(String name) {
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  /// Opens a list and selects an option.
  void selects(String list, String choice) {
    page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(list)).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(choice).setExact(true))
        .click();
  }

  /// Toggles a switch.
  void togglesSwitch(String name) {
    page.locator("wa-switch", new Page.LocatorOptions().setHasText(name)).click();
  }

  void opensMore() {
    page.locator("wa-details").getByText("More").first().click();
  }

  Locator textbox(String name) {
    return page.getByRole(
        AriaRole.TEXTBOX,
        new Page.GetByRoleOptions().setName(Pattern.compile("^\\s*" + name + "[\\s*]*$")));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator session() {
    return page.locator("pay-session");
  }

  Locator field(String field) {
    return page.locator("pay-field[data-field=" + field + "]");
  }

  /// Waits until the payment is in this state.
  DeskPage sees(String state) {
    assertThat(session()).hasAttribute("data-state", state);
    return this;
  }

  /// Waits until the field is in this state.
  DeskPage sees(String field, String state) {
    assertThat(field(field)).hasAttribute("data-state", state);
    return this;
  }

  DeskPage seesMask(String field, String mask) {
    assertThat(field(field).locator(".mask")).containsText(mask);
    return this;
  }

  /// Returns what the agent should say next.
  Locator prompt() {
    return session().locator(".say p");
  }

  Locator total() {
    return page.locator("pay-form .total strong");
  }

  void submits() {
    sees("ready");
    button("Submit payment").click();
  }

  void cancels() {
    button("Cancel").click();
  }

  void asksAgain(String name) {
    button("Ask again for " + name).click();
  }

  void reloads() {
    page.reload();
    awaitLive();
  }

  /// Returns the text of the live region for screen readers.
  Locator announcement() {
    return page.locator("pay-desk > div[role=status]");
  }
}
