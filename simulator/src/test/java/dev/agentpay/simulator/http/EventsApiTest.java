package dev.agentpay.simulator.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpay.simulator.EventReader;
import dev.agentpay.simulator.TestContactCentre;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Tests live updates over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsApiTest {
  private final TestContactCentre centre = new TestContactCentre();

  @AfterAll
  void close() {
    centre.close();
  }

  @Test
  void a_page_receives_calls_and_journal_lines() {
    try (EventReader page = new EventReader(address("/simulator/events"))) {
      page.awaits("world", world -> !world.get("name").asString().isEmpty());
      final String call = centre.callInProgress();
      final EventReader.Frame talking =
          page.awaits(
              "call",
              view ->
                  view.get("sid").asString().equals(call)
                      && view.at("/hears/kind").asString().equals("talking"));
      assertThat(talking.data())
          .isEqualTo(centre.control("GET", "/simulator/calls/" + call, Map.of()));
      final EventReader.Frame line =
          page.awaits("journal", entry -> entry.at("/details/callSid").asString().equals(call));
      assertThat(line.id()).isEqualTo(line.data().get("number").asString());
    }
  }

  @Test
  void a_page_that_reconnects_receives_missed_lines_in_order() {
    centre.callInProgress();
    try (EventReader page =
        new EventReader(address("/simulator/events?since=99999"), "Last-Event-ID", "2")) {
      final EventReader.Frame next = page.awaits("journal", _ -> true);
      assertThat(next.id()).isEqualTo("3");
      centre.callInProgress();
      final EventReader.Frame end =
          page.awaits("journal", entry -> entry.get("number").asLong() > 10);
      final List<Long> ids =
          page.frames.stream()
              .filter(frame -> frame.event().equals("journal"))
              .map(frame -> Long.parseLong(frame.id()))
              .filter(id -> id <= Long.parseLong(end.id()))
              .toList();
      assertThat(ids).isSorted().doesNotHaveDuplicates().hasSize(Integer.parseInt(end.id()) - 2);
    }
  }

  @Test
  void a_softphone_rings_answers_and_disconnects() {
    try (TestContactCentre own = new TestContactCentre()) {
      String call;
      try (EventReader alice =
          new EventReader(own.simulator.baseUri().resolve("/simulator/softphones/alice/events"))) {
        call =
            own.control(
                    "POST",
                    "/simulator/calls",
                    Map.of("from", "+15550199", "to", TestContactCentre.NUMBER))
                .get("sid")
                .asString();
        final JsonNode ringing =
            alice.awaits("leg", leg -> leg.get("status").asString().equals("ringing")).data();
        assertThat(ringing.get("parentSid").asString()).isEqualTo(call);
        assertThat(ringing.get("from").asString()).isEqualTo("+15550199");
        assertThat(ringing.at("/parameters/customer").asString()).isEqualTo("c-17");
        own.control(
            "POST", "/simulator/calls/" + ringing.get("sid").asString() + "/answer", Map.of());
        alice.awaits("leg", leg -> leg.get("status").asString().equals("in-progress"));
      }
      assertThat(own.callStatus(call)).isEqualTo("in-progress");
      // The closed connection is noticed at the second heartbeat.
      await()
          .atMost(30, SECONDS)
          .ignoreException(ConditionTimeoutException.class)
          .untilAsserted(
              () -> {
                final String next =
                    own.control(
                            "POST",
                            "/simulator/calls",
                            Map.of("from", "+15550199", "to", TestContactCentre.NUMBER))
                        .get("sid")
                        .asString();
                await().atMost(2, SECONDS).until(() -> own.callStatus(next).equals("in-progress"));
              });
    }
  }

  @Test
  void refuses_invalid_positions() {
    assertThat(centre.controlRaw("GET", "/simulator/events?since=yesterday", "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void connections_end_with_the_simulator() {
    final TestContactCentre own = new TestContactCentre();
    try (EventReader page = new EventReader(own.simulator.baseUri().resolve("/simulator/events"))) {
      page.awaits("world", _ -> true);
      own.close();
      await().atMost(30, SECONDS).until(page::ended);
    }
  }

  private URI address(String path) {
    return centre.simulator.baseUri().resolve(path);
  }
}
