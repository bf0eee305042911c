package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Base class of tests that use the customer's phone in a browser.
abstract class PhoneTestBase extends DeskTestBase {
  private final List<PhonePage> phones = new ArrayList<>();

  /// Opens a phone in its own browser context.
  PhonePage phone() {
    final PhonePage phone = new PhonePage(world.context().newPage(), world.simulatorUri());
    phones.add(phone);
    phone.open();
    return phone;
  }

  @AfterEach
  void assert_no_browser_errors_of_phones() {
    final List<String> browserErrors =
        phones.stream().flatMap(phone -> phone.browserErrors().stream()).toList();
    phones.forEach(PhonePage::hangUpIfInCall);
    phones.clear();
    assertThat(browserErrors).isEmpty();
  }
}
