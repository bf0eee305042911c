package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Base class of tests that use a desk. All tests of a class share a demo and a browser, and run on
/// one thread, because the browser requires it. A test fails if the browser reports an error.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
abstract class DeskTestBase {
  static final String CARD = "payment-card-number";
  static final String EXPIRY = "expiration-date";
  static final String CODE = "security-code";

  @AutoClose final DeskWorld world = new DeskWorld();
  private final List<DeskPage> desks = new ArrayList<>();

  DeskPage desk(String name) {
    return watched(world.desk(name));
  }

  /// Checks the browser errors of this desk after the test, too.
  DeskPage watched(DeskPage desk) {
    desks.add(desk);
    return desk;
  }

  @AfterEach
  void assert_no_browser_errors_of_desks() {
    final List<String> browserErrors =
        desks.stream().flatMap(desk -> desk.browserErrors().stream()).toList();
    desks.clear();
    world.clear();
    assertThat(browserErrors).isEmpty();
  }
}
