package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Actor;
import dev.agentpay.events.Event;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.Origin;
import dev.agentpay.events.StreamId;
import dev.agentpay.server.stream.Frames;
import dev.agentpay.server.views.EventBody;
import dev.agentpay.server.views.EventView;
import dev.agentpay.server.views.EventViewer;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.NamedView;
import dev.agentpay.server.views.ViewJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Shows events of other modules that the server does not know.
class EventViewerTest {
  /// An event of an unknown module.
  private record FaxArrived(String from) implements Event {}

  private static final Event FOREIGN = new FaxArrived("+15005550009");

  private record FaxView(String name) implements EventBody {}

  private static final EventViewer NEVER = _ -> Optional.empty();
  private static final EventViewer ALWAYS =
      _ -> Optional.of(new NamedView("fax-arrived", new FaxView("fx1")));

  @Test
  void a_viewer_decides_what_is_shown() {
    final EventView shown = shown(NEVER, ALWAYS);
    assertThat(shown.type()).isEqualTo("fax-arrived");
    assertThat(json(shown.event())).isEqualTo("{\"name\":\"fx1\"}");
  }

  @Test
  void shows_an_unknown_event_without_its_body() {
    final EventView shown = shown(NEVER);
    assertThat(shown.stream()).isEqualTo("fax/fx1");
    assertThat(shown.type()).isEqualTo("fax-event");
    assertThat(json(shown.event())).isEqualTo("{}");
  }

  @Test
  void viewers_do_not_get_our_own_events() {
    final EventViews views = new EventViews(List.of(ALWAYS));
    assertThat(Samples.events().map(event -> views.of(Samples.recorded(event)).type()))
        .doesNotContain("fax-arrived");
  }

  @Test
  void sse_events_are_named_by_kind() {
    assertThat(List.of("SESSION", "CALL", "AGENT", "UUI", "SYNC", "FAX"))
        .extracting(Frames::name)
        .containsExactly("pay-session", "call", "agent", "uui", "sync", "fax");
  }

  private static EventView shown(EventViewer... viewers) {
    return new EventViews(List.of(viewers))
        .of(
            new EventEnvelope(
                new StreamId("FAX", "fx1"),
                1,
                Instant.EPOCH,
                new Origin(Actor.SYSTEM, "test", "test"),
                Optional.empty(),
                FOREIGN));
  }

  private static String json(EventBody body) {
    return new String(ViewJson.write(body), StandardCharsets.UTF_8);
  }
}
