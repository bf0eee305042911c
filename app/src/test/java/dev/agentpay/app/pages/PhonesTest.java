package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Tests that hold the customer's phone in a browser.
abstract class PhonesTest extends DeskTest {
  private final List<PhonePage> phones = new ArrayList<>();

  /// A phone in a browser of its own.
  PhonePage phone() {
    final PhonePage phone = new PhonePage(world.context().newPage(), world.simulatorUri());
    phones.add(phone);
    phone.opens();
    return phone;
  }

  @AfterEach
  void phones_are_put_down_without_complaint() {
    final List<String> complaints =
        phones.stream().flatMap(phone -> phone.complaints().stream()).toList();
    phones.forEach(PhonePage::putDown);
    phones.clear();
    assertThat(complaints).isEmpty();
  }
}
