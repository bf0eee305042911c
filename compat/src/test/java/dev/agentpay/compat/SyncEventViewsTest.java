package dev.agentpay.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.calls.AgentEvent;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.ViewJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Compares the JSON of events with `wire/` byte by byte. Add a line there for a new event; never
/// change an existing line, because clients depend on it.
class SyncEventViewsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.250Z");
  private static final AgentId ALICE = new AgentId("alice");
  private static final String SERVICE = "IS" + "4".repeat(32);

  private static final List<Event> EVENTS =
      List.of(
          new SyncEvent.SyncLeased(SERVICE, ALICE, NOON.plusSeconds(3600)),
          new SyncEvent.SyncEmptied(SERVICE),
          new SyncEvent.PageOpened(SERVICE, ALICE, NOON.plusSeconds(3600)),
          new SyncEvent.PageLeft(SERVICE, ALICE));

  @Test
  void renders_events_as_recorded_in_wire() throws IOException {
    final EventViews views = new EventViews(List.of(Compat.viewer()));
    assertThat(
            EVENTS.stream()
                .map(event -> ViewJson.write(views.of(recorded(event))))
                .map(json -> new String(json, StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining()))
        .isEqualTo(golden());
  }

  @Test
  void tests_every_event_type() {
    assertThat(EVENTS.stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(SyncEvent.class.getPermittedSubclasses());
  }

  @Test
  void ignores_events_of_other_modules() {
    assertThat(Compat.viewer().view(new AgentEvent.AgentReady(ALICE))).isEmpty();
  }

  private static EventEnvelope recorded(Event event) {
    return new EventEnvelope(
        CompatSchema.LEASE.stream(SERVICE),
        7,
        NOON,
        new Origin(Actor.SYSTEM, "203.0.113.7", "POST /api/pay-sessions"),
        Optional.of(ALICE),
        event);
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SyncEventViewsTest.class.getResourceAsStream("wire/sync-events.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
