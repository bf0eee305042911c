package dev.agentpay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds `asyncapi.json` to what the last release promised.
class AsyncApiChangesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final JsonNode released = read(Path.of("../etc/asyncapi-released.json"));

  @Test
  void the_live_updates_break_no_client_of_the_last_release() {
    final JsonNode current = read(Path.of("src/main/resources/dev/agentpay/server/asyncapi.json"));
    assertThat(AsyncApiChanges.breaking(released, current)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /channels/events/address              | "/events" | channel events: was removed or has another address
          /channels/events/messages/digits      |           | message digits: was removed
          /components/schemas/digits/properties/mask |      | message digits payload.mask: was removed
          /components/schemas/PaySession/properties/version/type | "string" | message session-paid payload.paySession.version: type changed from [integer] to [string]
          /components/schemas/field-captured/properties/type/const | "captured" | message field-captured payload.type: const changed
          /components/messages/digits/headers/properties/event/const | "keys" | message digits headers.event: const changed
          """)
  void a_change_breaks(String pointer, String value, String change) {
    final JsonNode changed = released.deepCopy();
    final int slash = pointer.lastIndexOf('/');
    final ObjectNode parent = (ObjectNode) changed.at(pointer.substring(0, slash));
    if (value == null) {
      parent.remove(pointer.substring(slash + 1));
    } else {
      parent.set(pointer.substring(slash + 1), MAPPER.readTree(value));
    }
    assertThat(AsyncApiChanges.breaking(released, changed)).contains(change);
  }

  @Test
  void a_new_message_and_a_new_field_break_nothing() {
    final ObjectNode changed = (ObjectNode) released.deepCopy();
    ((ObjectNode) changed.at("/channels/events/messages")).putObject("refund");
    ((ObjectNode) changed.at("/components/schemas/digits/properties")).putObject("color");
    assertThat(AsyncApiChanges.breaking(released, changed)).isEmpty();
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
