package dev.agentpay.server.asyncapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpay.calls.Uui;
import dev.agentpay.server.views.EventBody;
import dev.agentpay.server.views.ViewJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Describes views, which are records, as JSON Schema.
final class ViewSchemas {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /// Views and values that have a schema of their own in `openapi.json`, by their simple names.
  private static final Map<String, String> NAMED =
      Map.of(
          "SessionView", "PaySession",
          "CallView", "Call",
          "AgentView", "Agent",
          "ActorView", "Actor",
          "SessionId", "SessionId",
          "CallSid", "CallSid",
          "AgentId", "AgentName",
          "Money", "Money",
          "CaptureField", "Field");

  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, long.class, Integer.class, Long.class, OptionalLong.class);
  private static final Set<String> TEXTS =
      Set.of(String.class.getName(), Currency.class.getName(), Uui.class.getName());

  private ViewSchemas() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode type(String name) {
    return object().put("type", name);
  }

  static ObjectNode reference(String name) {
    return object().put("$ref", "#/components/schemas/" + name);
  }

  /// The schema of a record: all its components, required unless they are optional.
  static ObjectNode ofRecord(Class<?> view) {
    final ObjectNode schema = type("object");
    final ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : view.getRecordComponents()) {
      properties.set(name(component), of(component.getGenericType()));
    }
    final List<String> required =
        List.of(view.getRecordComponents()).stream()
            .filter(component -> !isOptional(component.getGenericType()))
            .map(ViewSchemas::name)
            .toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema.put("additionalProperties", false);
  }

  private static String name(RecordComponent component) {
    final JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private static boolean isOptional(Type type) {
    return type == OptionalLong.class
        || (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class);
  }

  private static JsonNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      final Type last =
          generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
        case "Optional" -> of(last);
        case "List" -> type("array").set("items", of(last));
        case "Map" -> type("object").set("additionalProperties", of(last));
        default -> throw new IllegalArgumentException("no view has a component of " + type);
      };
    }
    return ofClass((Class<?>) type);
  }

  private static JsonNode ofClass(Class<?> type) {
    if (NAMED.containsKey(type.getSimpleName())) {
      return reference(NAMED.get(type.getSimpleName()));
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return type("integer");
    }
    if (type == boolean.class) {
      return type("boolean");
    }
    if (type == Instant.class) {
      return type("string").put("format", "date-time");
    }
    if (type == EventBody.class) {
      return type("object");
    }
    if (type.isEnum()) {
      final ObjectNode schema = type("string");
      for (Object constant : type.getEnumConstants()) {
        schema.withArray("enum").add(MAPPER.readTree(ViewJson.write(constant)));
      }
      return schema;
    }
    if (type.isRecord() && type.getPackageName().equals(ViewJson.class.getPackageName())) {
      return ofRecord(type);
    }
    if (TEXTS.contains(type.getName()) || type.getSimpleName().equals("PaymentSid")) {
      return type("string");
    }
    throw new IllegalArgumentException("no view has a component of " + type);
  }
}
