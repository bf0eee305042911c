package dev.agentpay.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentpay.events.Aggregate;
import dev.agentpay.events.Event;
import dev.agentpay.events.NewerVersionException;
import dev.agentpay.events.Schema;
import dev.agentpay.events.StreamId;
import dev.agentpay.events.TextType;
import dev.agentpay.events.Work;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// Converts events, states and tasks to and from stored JSON. Field names are the names of the
/// record's components, and absent values are omitted. Ids are strings, money is a decimal string
/// and a currency code, times are ISO 8601 in UTC, and enums are stored by name. Reading ignores
/// unknown fields, which a newer version may have addedFields.
public final class Codec {
  private final Types types;
  private final Map<Class<?>, Map<String, Object>> addedFields;
  private final JsonMapper json;

  public Codec(Schema schema) {
    types = new Types(schema);
    addedFields = schema.added();
    json = mapper(schema);
  }

  private static JsonMapper mapper(Schema schema) {
    return JsonMapper.builder()
        .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_ABSENT))
        .withConfigOverride(
            BigDecimal.class, o -> o.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
        .addModule(texts(schema))
        .build();
  }

  /// The registered types and their stored names.
  public Types types() {
    return types;
  }

  public String write(Object value) {
    return json.writeValueAsString(value);
  }

  /// @param where names the row in error messages: `event 7 of session/ps_…`
  /// @throws NewerVersionException if it contains a type or value that only a newer version knows
  /// @throws IllegalStateException if it cannot be read for another reason
  public Event event(String where, String kind, String type, String body) {
    return read(where, body, types.event(where, kind, type));
  }

  public Work work(String where, String type, String body) {
    return read(where, body, types.task(where, type));
  }

  public Aggregate state(StreamId stream, String body) {
    final String where = stream.toString();
    return read(where, body, types.aggregate(where, stream.kind()).state());
  }

  public <T> T read(String where, String body, Class<T> type) {
    try {
      final Map<String, Object> defaults = addedFields.getOrDefault(type, Map.of());
      return defaults.isEmpty() ? json.readValue(body, type) : readOld(body, type, defaults);
    } catch (InvalidFormatException e) {
      if (e.getTargetType() != null && e.getTargetType().isEnum()) {
        throw new NewerVersionException(
            where, e.getTargetType().getSimpleName(), String.valueOf(e.getValue()));
      }
      throw damaged(where, type, e);
    } catch (JacksonException e) {
      throw damaged(where, type, e);
    }
  }

  private <T> T readOld(String body, Class<T> type, Map<String, Object> defaults) {
    final ObjectNode tree = (ObjectNode) json.readTree(body);
    defaults.forEach((path, value) -> add(tree, path, json.valueToTree(value)));
    return json.treeToValue(tree, type);
  }

  /// Adds a value, unless it is there.
  ///
  /// @param path names of nested components, separated by dots
  private static void add(ObjectNode tree, String path, JsonNode value) {
    final int dot = path.indexOf('.');
    if (dot < 0) {
      tree.putIfAbsent(path, value);
    } else if (tree.get(path.substring(0, dot)) instanceof ObjectNode part) {
      add(part, path.substring(dot + 1), value);
    }
  }

  /// Reads an enum constant that is stored in its own column.
  public static <E extends Enum<E>> E constant(String where, Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new NewerVersionException(where, type.getSimpleName(), name);
  }

  private static IllegalStateException damaged(String where, Class<?> type, Exception e) {
    return new IllegalStateException(
        "%s cannot be read as %s; was the file changed by hand? Restore a backup"
            .formatted(where, type.getSimpleName()),
        e);
  }

  private static SimpleModule texts(Schema schema) {
    final SimpleModule module = new SimpleModule("texts");
    schema.texts().forEach(text -> add(module, text));
    return module;
  }

  private static <T> void add(SimpleModule module, TextType<T> text) {
    addType(module, text.type(), text.text(), text.parse());
  }

  private static <T> void addType(
      SimpleModule module, Class<T> type, Function<T, String> text, Function<String, T> parse) {
    module.addSerializer(
        new StdScalarSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(text.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdScalarDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            return parse.apply(in.getString());
          }
        });
  }
}
