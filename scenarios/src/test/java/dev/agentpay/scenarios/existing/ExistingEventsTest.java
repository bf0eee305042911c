package dev.agentpay.scenarios.existing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExistingEventsTest {
  private final ExistingEvents events = new ExistingEvents();

  @Test
  void await_returns_an_earlier_event() {
    events.emit("capturing");
    assertThat(events.await(0, "capturing").data().isMissingNode()).isTrue();
  }

  @Test
  void await_skips_events_before_its_start() {
    emitCapture("card");
    final int start = events.count();
    emitCapture("code");
    assertThat(events.await(start, "cardUpdate").text("Capture")).isEqualTo("code");
  }

  @Test
  void await_waits_for_a_matching_event() {
    final CompletableFuture<ExistingEvents.Event> found =
        CompletableFuture.supplyAsync(
            () ->
                events.await(
                    0, "cardUpdate", "the code", event -> event.text("Capture").equals("code")));
    events.emit("capturing");
    emitCapture("card");
    emitCapture("code");
    assertThat(found.join().text("Capture")).isEqualTo("code");
  }

  @Test
  void counts_events_by_name_from_an_index() {
    events.emit("error");
    events.emit("capturing");
    events.emit("error");
    assertThat(events.count()).isEqualTo(3);
    assertThat(events.count("error", 0)).isEqualTo(2);
    assertThat(events.count("error", 1)).isEqualTo(1);
    assertThat(events.count("error", 3)).isZero();
  }

  @Test
  void the_network_delays_only_the_next_request_for_a_field() throws InterruptedException {
    final ExistingNetwork network = new ExistingNetwork();
    final CountDownLatch latch = new CountDownLatch(1);
    network.delay("code", latch);
    network.awaitDelivery("card");
    final Thread delayed = Thread.ofPlatform().start(() -> network.awaitDelivery("code"));
    while (delayed.getState() != Thread.State.WAITING) {
      assertThat(delayed.isAlive()).as("the request is delayed").isTrue();
      Thread.onSpinWait();
    }
    network.awaitDelivery("code");
    assertThat(delayed.isAlive()).isTrue();
    latch.countDown();
    delayed.join();
  }

  private void emitCapture(String field) {
    events.emit("cardUpdate", ExistingBrowser.JSON.valueToTree(Map.of("Capture", field)));
  }
}
