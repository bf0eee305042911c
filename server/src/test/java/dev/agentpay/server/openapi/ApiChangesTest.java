package dev.agentpay.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Holds `openapi.json` to what the last release promised.
class ApiChangesTest {
  private static final Path RELEASED = Path.of("../etc/openapi-released.json");
  private static final Path CURRENT =
      Path.of("src/main/resources/dev/agentpay/server/openapi.json");
  private static final String SCHEMAS = "/components/schemas/";

  private final JsonNode released = read(RELEASED);

  @Test
  void nothing_in_the_api_breaks_a_client_of_the_last_release() {
    assertThat(ApiChanges.breaking(released, read(CURRENT)))
        .as("breaking changes against etc/openapi-released.json; see CONTRIBUTING.md, The API")
        .isEmpty();
  }

  /// Removes the node at the pointer from the released document.
  @ParameterizedTest
  @CsvSource({
    "/paths/~1api~1pay-sessions~1{id}~1cancel/post, "
        + "post /api/pay-sessions/{id}/cancel: was removed",
    "/paths/~1api~1calls~1{sid}, get /api/calls/{sid}: was removed",
    "/paths/~1api~1pay-sessions/get/parameters/0, "
        + "get /api/pay-sessions query reference: was removed",
    "/paths/~1api~1me/get/responses/200, get /api/me 200: was removed",
    "/paths/~1api~1pay-sessions/post/responses/201/headers/Location, "
        + "post /api/pay-sessions 201 header Location: was removed",
    "/components/schemas/PaySession/properties/total, "
        + "get /api/pay-sessions/{id} 200.total: was removed",
    "/components/schemas/PaySession/properties/total, "
        + "get /api/pay-sessions 200.paySessions[].total: was removed",
    "/components/schemas/PaySession/required/0, "
        + "get /api/pay-sessions/{id} 200.id: may be missing now",
    "/components/schemas/Problem/properties/detail, get /api/me 4XX.detail: was removed",
    "/components/schemas/StartRequest/properties/tip, post /api/pay-sessions body.tip: was removed",
    "/components/schemas/StartRequest/properties/tokenType/enum/1, "
        + "post /api/pay-sessions body.tokenType: value reusable was removed",
    "/components/schemas/SessionState/enum/0, "
        + "get /api/pay-sessions/{id} 200.state: value opening was removed",
    "/components/schemas/Field/enum/3, "
        + "post /api/pay-sessions body.captureOrder[]: value postal-code was removed",
    "/paths/~1api~1login/post/security, post /api/login: needs a sign-in now",
  })
  void removing_breaks(String pointer, String change) {
    final JsonNode changed = released.deepCopy();
    assertThat(changed.at(pointer).isMissingNode()).as(pointer).isFalse();
    final int slash = pointer.lastIndexOf('/');
    final String name = pointer.substring(slash + 1).replace("~1", "/");
    final JsonNode parent = changed.at(pointer.substring(0, slash));
    if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(name));
    } else {
      ((ObjectNode) parent).remove(name);
    }
    assertThat(ApiChanges.breaking(released, changed)).contains(change);
  }

  /// Puts the JSON value at the pointer into the released document.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        SCHEMAS + "LoginRequest/required/0|\"code\"|post /api/login body.code: is required now",
        SCHEMAS
            + "StartRequest/required|[\"call\",\"tip\"]"
            + "|post /api/pay-sessions body.tip: is required now",
        SCHEMAS
            + "StartRequest/properties/reference/maxLength|100"
            + "|post /api/pay-sessions body.reference: maxLength was lowered",
        SCHEMAS
            + "StartRequest/properties/inputTimeoutSeconds/minimum|5"
            + "|post /api/pay-sessions body.inputTimeoutSeconds: minimum was raised",
        SCHEMAS
            + "StartRequest/properties/description/pattern|\"^a$\""
            + "|post /api/pay-sessions body.description: pattern changed",
        SCHEMAS
            + "StartRequest/properties/currency/enum|[\"USD\"]"
            + "|post /api/pay-sessions body.currency: only some values are allowed now",
        SCHEMAS
            + "PaySession/properties/version/type|\"string\""
            + "|get /api/pay-sessions/{id} 200.version: type changed from [integer] to [string]",
        SCHEMAS
            + "PaySession/properties/startedAt/format|\"date\""
            + "|get /api/pay-sessions/{id} 200.startedAt: format changed",
        "/paths/~1api~1pay-sessions/get/parameters/1/required|true"
            + "|get /api/pay-sessions query from: is required now",
      })
  void narrowing_breaks(String pointer, String value, String change) {
    assertThat(ApiChanges.breaking(released, changed(pointer, value))).contains(change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        SCHEMAS + "PaySession/properties/color|{\"type\":\"string\"}",
        SCHEMAS + "StartRequest/properties/color|{\"type\":\"string\"}",
        SCHEMAS + "StartRequest/properties/reference/maxLength|300",
        SCHEMAS
            + "StartRequest/properties/tip"
            + "|{\"allOf\":[{\"$ref\":\"#/components/schemas/Money\"}]}",
        "/paths/~1api~1colors|{\"get\":{\"responses\":{}}}",
        SCHEMAS + "PaySession/description|\"A payment.\"",
      })
  void adding_and_widening_do_not_break(String pointer, String value) {
    assertThat(ApiChanges.breaking(released, changed(pointer, value))).isEmpty();
  }

  @Test
  void a_new_value_in_an_answer_does_not_break() {
    final JsonNode changed = released.deepCopy();
    ((ArrayNode) changed.at(SCHEMAS + "SessionState/enum")).add("refunded");
    assertThat(ApiChanges.breaking(released, changed)).isEqualTo(List.of());
  }

  private JsonNode changed(String pointer, String value) {
    final JsonNode changed = released.deepCopy();
    final int slash = pointer.lastIndexOf('/');
    final String name = pointer.substring(slash + 1).replace("~1", "/");
    final JsonNode parsed = JsonMapper.builder().build().readTree(value);
    final JsonNode parent = changed.at(pointer.substring(0, slash));
    if (parent instanceof ArrayNode array) {
      array.add(parsed);
    } else {
      ((ObjectNode) parent).set(name, parsed);
    }
    return changed;
  }

  private static JsonNode read(Path file) {
    try {
      return JsonMapper.builder().build().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
