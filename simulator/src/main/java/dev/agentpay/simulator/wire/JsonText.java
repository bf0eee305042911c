package dev.agentpay.simulator.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes JSON. Reading is strict: an unknown name is an error.
public final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private JsonText() {}

  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Parses a JSON object.
  ///
  /// @throws JacksonException if the text is not a JSON object
  public static ObjectNode object(String text) {
    // Not readValue, which converts the JSON null to a Java null.
    try (JsonParser parser = MAPPER.createParser(text)) {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw MismatchedInputException.from(parser, ObjectNode.class, "it is not an object");
    }
  }

  public static boolean isJson(String text) {
    try {
      MAPPER.readTree(text);
      return !text.isBlank();
    } catch (JacksonException _) {
      return false;
    }
  }

  /// A copy of `base` in which `changes` replace values, at every depth.
  ///
  /// @throws IllegalArgumentException that names the wrong field
  public static <T> T overlay(T base, Map<String, ?> changes, Class<T> type) {
    try {
      ObjectNode merged = MAPPER.valueToTree(base);
      merge(merged, MAPPER.valueToTree(changes));
      return MAPPER.treeToValue(merged, type);
    } catch (JacksonException e) {
      // The message of a record's constructor already names the field and the reason.
      final String message =
          e.getCause() instanceof IllegalArgumentException refused
              ? refused.getMessage()
              : where(e) + e.getOriginalMessage();
      throw new IllegalArgumentException(message, e);
    }
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return MAPPER.convertValue(value, Map.class);
  }

  private static void merge(ObjectNode base, ObjectNode changes) {
    changes
        .properties()
        .forEach(
            change -> {
              final JsonNode old = base.get(change.getKey());
              if (old instanceof ObjectNode inner && change.getValue() instanceof ObjectNode more) {
                merge(inner, more);
              } else {
                base.set(change.getKey(), change.getValue());
              }
            });
  }

  private static String where(JacksonException e) {
    final List<String> path =
        e.getPath().stream()
            .map(
                reference ->
                    Optional.ofNullable(reference.getPropertyName())
                        .orElseGet(() -> String.valueOf(reference.getIndex())))
            .toList();
    return path.isEmpty() ? "" : String.join(".", path) + ": ";
  }
}
