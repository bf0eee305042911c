package dev.agentpay.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.auth.ServiceKeyEvent;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.Event;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.server.views.AgentView;
import dev.agentpay.server.views.CallView;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.SessionView;
import dev.agentpay.server.views.ViewJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares the JSON of the API with files in `wire/`, byte by byte. A new event adds a line;
/// existing lines must never change, because clients read them.
class WireTest {
  private static final EventViews VIEWS = new EventViews(List.of());

  @Test
  void events_of_sessions() throws IOException {
    assertThat(events(Samples.sessionEvents())).isEqualTo(golden("session-events"));
  }

  @Test
  void events_of_calls() throws IOException {
    assertThat(events(Samples.callEvents())).isEqualTo(golden("call-events"));
  }

  @Test
  void events_of_agents() throws IOException {
    assertThat(events(Samples.agentEvents())).isEqualTo(golden("agent-events"));
  }

  @Test
  void events_of_uuis() throws IOException {
    assertThat(events(Samples.uuiEvents())).isEqualTo(golden("uui-events"));
  }

  @Test
  void events_of_sign_ins() throws IOException {
    assertThat(events(Samples.signInEvents())).isEqualTo(golden("sign-in-events"));
  }

  @Test
  void events_of_service_keys() throws IOException {
    assertThat(events(Samples.serviceKeyEvents())).isEqualTo(golden("service-key-events"));
  }

  @Test
  void sessions() throws IOException {
    assertThat(lines(Samples.sessions().stream().map(SessionView::of)))
        .isEqualTo(golden("sessions"));
  }

  @Test
  void calls() throws IOException {
    assertThat(lines(Samples.calls().stream().map(CallView::of))).isEqualTo(golden("calls"));
  }

  @Test
  void agents() throws IOException {
    assertThat(lines(Samples.agents().stream().map(AgentView::of))).isEqualTo(golden("agents"));
  }

  @Test
  void every_event_has_a_sample() {
    assertThat(Samples.events().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    SessionEvent.class,
                    CallEvent.class,
                    AgentEvent.class,
                    UuiEvent.class,
                    SignInEvent.class,
                    ServiceKeyEvent.class)
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .collect(Collectors.toSet()));
  }

  private static String events(List<Event> events) {
    return lines(events.stream().map(event -> VIEWS.of(Samples.recorded(event))));
  }

  private static String lines(Stream<?> views) {
    return views
        .map(view -> new String(ViewJson.write(view), StandardCharsets.UTF_8) + "\n")
        .collect(Collectors.joining());
  }

  static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            WireTest.class.getResourceAsStream("wire/" + name + ".jsonl"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
