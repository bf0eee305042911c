package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The desk as an agent uses it: presses what has a name, reads what is there.
final class DeskPage {
  private static final LocatorAssertions.HasAttributeOptions SOON =
      new LocatorAssertions.HasAttributeOptions().setTimeout(15_000);

  private final Page page;
  private final URI address;
  private final List<String> complaints = new ArrayList<>();

  DeskPage(Page page, URI address) {
    this.page = page;
    this.address = address;
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")) {
            complaints.add(message.text());
          }
        });
  }

  Page page() {
    return page;
  }

  /// What the browser complained of: scripts that broke, and what the page's policy kept out.
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  void opens() {
    page.navigate(address.resolve("/desk/").toString());
  }

  void signsIn(String name, String password) {
    opens();
    textbox("Name").fill(name);
    page.getByLabel("Password").fill(password);
    page.keyboard().press("Enter");
    assertThat(page.locator("desk-header")).isVisible();
    isLive();
  }

  void isLive() {
    assertThat(page.locator("[data-connection]")).hasAttribute("data-connection", "live", SOON);
  }

  void isReady() {
    page.locator("wa-switch.ready").click();
    canRing();
    assertThat(page.locator("desk-calls")).containsText("The next one rings here");
  }

  /// Waits for the softphone: without one a call is answered by itself.
  void canRing() {
    assertThat(page.locator("desk-calls")).hasAttribute("data-softphone", "connected", SOON);
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

  /// Opens a list and chooses in it.
  void picks(String list, String choice) {
    page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(list)).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(choice).setExact(true))
        .click();
  }

  /// Turns a switch.
  void switches(String name) {
    page.locator("wa-switch", new Page.LocatorOptions().setHasText(name)).click();
  }

  void more() {
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

  /// Waits for a state of the payment.
  DeskPage sees(String state) {
    assertThat(session()).hasAttribute("data-state", state, SOON);
    return this;
  }

  /// Waits for a state of a field.
  DeskPage sees(String field, String state) {
    assertThat(field(field)).hasAttribute("data-state", state, SOON);
    return this;
  }

  DeskPage seesMask(String field, String mask) {
    assertThat(field(field).locator(".mask")).containsText(mask);
    return this;
  }

  /// What the agent is to say next.
  Locator words() {
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
    isLive();
  }

  /// What the live region says.
  Locator spoken() {
    return page.locator("pay-desk > div[role=status]");
  }
}
