package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tests that sit at a desk: one world and one browser for all tests of a class, on one thread, as
/// the browser wants it. No test leaves the browser with something to complain of.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
abstract class DeskTest {
  static final String CARD = "payment-card-number";
  static final String EXPIRY = "expiration-date";
  static final String CODE = "security-code";

  @AutoClose final DeskWorld world = new DeskWorld();
  private final List<DeskPage> desks = new ArrayList<>();

  DeskPage desk(String name) {
    final DeskPage desk = world.desk(name);
    desks.add(desk);
    return desk;
  }

  @AfterEach
  void nothing_to_complain_of() {
    final List<String> complaints =
        desks.stream().flatMap(desk -> desk.complaints().stream()).toList();
    desks.clear();
    world.clear();
    assertThat(complaints).isEmpty();
  }
}
