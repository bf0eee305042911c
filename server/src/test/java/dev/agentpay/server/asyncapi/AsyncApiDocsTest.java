package dev.agentpay.server.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.auth.ServiceKeyEvent;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.calls.AgentEvent;
import dev.agentpay.calls.CallEvent;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.Event;
import dev.agentpay.payments.session.SessionEvent;
import dev.agentpay.server.Samples;
import dev.agentpay.server.views.EventView;
import dev.agentpay.server.views.EventViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds `asyncapi.json` to the views that the live updates show. `./dev docs` rewrites it.
class AsyncApiDocsTest {
  private static final Path RESOURCES = Path.of("src/main/resources/dev/agentpay/server");
  private static final Path FILE = RESOURCES.resolve("asyncapi.json");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void the_document_is_up_to_date() throws IOException {
    final String current = written();
    if (Boolean.getBoolean("agentpay.docs.write")) {
      Files.writeString(FILE, current);
    }
    assertThat(Files.readString(FILE))
        .as("after a change of a view or of openapi.json, run ./dev docs")
        .isEqualTo(current);
  }

  private static String written() throws IOException {
    final JsonNode openApi = MAPPER.readTree(Files.readString(RESOURCES.resolve("openapi.json")));
    final EventViews views = new EventViews(List.of());
    final Map<EventView, String> samples = new LinkedHashMap<>();
    Samples.events()
        .map(Samples::recorded)
        .forEach(event -> samples.put(views.of(event), event.stream().kind()));
    final DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return MAPPER
            .writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
            .writeValueAsString(AsyncApiDocument.of(openApi, samples))
        + "\n";
  }

  @Test
  void there_is_a_sample_of_every_event() {
    final Set<Class<?>> sampled =
        Samples.events().<Class<?>>map(Event::getClass).collect(Collectors.toSet());
    assertThat(
            Stream.of(
                    SessionEvent.class,
                    CallEvent.class,
                    AgentEvent.class,
                    UuiEvent.class,
                    SignInEvent.class,
                    ServiceKeyEvent.class)
                .flatMap(type -> Stream.of(type.getPermittedSubclasses())))
        .isNotEmpty()
        .allMatch(sampled::contains);
  }
}
