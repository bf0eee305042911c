package dev.agentpay.server.http;

import dev.agentpay.payments.values.CardNumbers;
import dev.agentpay.payments.values.FreeText;
import dev.agentpay.server.http.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/// Reads the fields of one JSON object of a request, one by one. Collects all errors, so that the
/// sender sees them at once. Error texts never repeat a value.
public final class JsonFields {
  /// Longest name of an unknown property that an error text repeats.
  private static final int MAX_ECHO = 64;

  /// Most entries of a list or a map in a request.
  private static final int MAX_ENTRIES = 50;

  private final String path;
  private final JsonNode object;
  private final List<FieldError> errors;
  private final List<JsonFields> parts = new ArrayList<>();
  private final Set<String> taken = new LinkedHashSet<>();

  private JsonFields(String path, JsonNode object, List<FieldError> errors) {
    this.path = path;
    this.object = object;
    this.errors = errors;
  }

  /// Parses a body; an empty one counts as `{}`.
  ///
  /// @throws ProblemException `BAD_REQUEST` if it is not a JSON object
  public static JsonFields read(byte[] body) {
    final JsonNode root = parse(body.length == 0 ? new byte[] {'{', '}'} : body);
    if (!root.isObject()) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "the body must be a JSON object");
    }
    return new JsonFields("", root, new ArrayList<>());
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.read(body);
    } catch (StreamConstraintsException e) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "the JSON is deeper than %s levels, or has a text or number that is too long"
              .formatted(Json.MAX_DEPTH));
    } catch (JacksonException e) {
      // The parser's own message quotes the text around the error, which may be anything.
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "the body is not valid JSON or repeats a property: line %s, column %s"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }

  /// Returns a text of at most this many characters.
  Optional<String> text(String name, int longest) {
    return take(name).flatMap(node -> text(at(name), node, longest));
  }

  /// Returns a required text. If it is missing, records an error and returns an empty string.
  public String needed(String name, int longest) {
    final Optional<String> text = text(name, longest);
    if (text.isEmpty() && !object.has(name)) {
      refuse(name, "is required");
    }
    return text.orElse("");
  }

  /// Returns text written by people: one line of printable characters that does not look like a
  /// card number.
  public Optional<String> words(String name, int longest) {
    return text(name, longest).map(FreeText::normalized).filter(text -> isHarmless(at(name), text));
  }

  /// Returns a parsed text. `parse` throws `IllegalArgumentException` with a message for users if
  /// the text is invalid.
  public <T> Optional<T> parsed(String name, int longest, Function<String, T> parse) {
    return text(name, longest)
        .flatMap(
            text -> {
              try {
                return Optional.of(parse.apply(text));
              } catch (IllegalArgumentException e) {
                refuse(name, String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  /// Returns the value for one of these names.
  public <T> Optional<T> oneOf(String name, Map<String, T> names) {
    return text(name, Json.MAX_STRING).flatMap(text -> oneOf(at(name), text, names));
  }

  /// Returns the values for a list of these names.
  public <T> Optional<List<T>> listOf(String name, Map<String, T> names) {
    return take(name)
        .filter(node -> is(at(name), node.isArray(), "a list of strings"))
        .filter(node -> fewEnough(at(name), node.size()))
        .map(
            node -> {
              final List<T> list = new ArrayList<>();
              for (int i = 0; i < node.size(); i++) {
                final String item = at(name) + "[" + i + "]";
                text(item, node.get(i), Json.MAX_STRING)
                    .flatMap(text -> oneOf(item, text, names))
                    .ifPresent(list::add);
              }
              return list;
            });
  }

  /// Returns an object of texts. Names and values must be one line and must not look like card
  /// numbers.
  public Map<String, String> texts(String name, int longestKey, int longest) {
    final Map<String, String> texts = new LinkedHashMap<>();
    take(name)
        .filter(node -> is(at(name), node.isObject(), "an object whose values are strings"))
        .filter(node -> fewEnough(at(name), node.size()))
        .ifPresent(
            node -> {
              for (Map.Entry<String, JsonNode> entry : node.properties()) {
                final String item = at(name) + "." + SafeText.of(entry.getKey(), MAX_ECHO);
                if (is(item, entry.getKey().length() <= longestKey, "a shorter name")
                    && isHarmless(item, entry.getKey())) {
                  text(item, entry.getValue(), longest)
                      .filter(text -> isHarmless(item, text))
                      .ifPresent(text -> texts.put(entry.getKey(), text));
                }
              }
            });
    return texts;
  }

  /// Returns a whole number within these bounds, or `otherwise` if the field is missing.
  public int number(String name, int otherwise, int min, int max) {
    final String expected = "a whole number from %s to %s".formatted(min, max);
    return take(name)
        .filter(node -> is(at(name), node.isInt(), expected))
        .map(JsonNode::intValue)
        .filter(value -> is(at(name), value >= min && value <= max, expected))
        .orElse(otherwise);
  }

  /// Returns true or false; false if the field is missing.
  public boolean flag(String name) {
    return take(name)
        .filter(node -> is(at(name), node.isBoolean(), "true or false"))
        .map(JsonNode::booleanValue)
        .orElse(false);
  }

  /// Returns a nested object; an empty one if the field is missing.
  public JsonFields part(String name) {
    final Optional<JsonNode> node = take(name).filter(n -> is(at(name), n.isObject(), "an object"));
    final JsonFields part =
        new JsonFields(at(name), node.orElseGet(() -> Json.read(new byte[] {'{', '}'})), errors);
    parts.add(part);
    return part;
  }

  /// Records an error for a field.
  public void refuse(String name, String detail) {
    errors.add(new FieldError(at(name), detail));
  }

  /// Whether there has been no error so far.
  public boolean isFine() {
    return errors.isEmpty();
  }

  /// Reports all errors. Call it after all fields are read.
  ///
  /// @throws ProblemException `BAD_REQUEST` if there is an unknown property, `INVALID` if a value
  ///   is wrong
  public void done() {
    final List<FieldError> unknown = new ArrayList<>();
    unknown(unknown);
    if (!unknown.isEmpty()) {
      unknown.addAll(errors);
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "the body has unknown properties; leave them out",
          unknown,
          Optional.empty());
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "%s: %s".formatted(errors.getFirst().field(), errors.getFirst().detail()),
          errors,
          Optional.empty());
    }
  }

  private void unknown(List<FieldError> into) {
    for (String name : object.propertyNames()) {
      if (!taken.contains(name)) {
        into.add(new FieldError(at(SafeText.of(name, MAX_ECHO)), "is not a known property"));
      }
    }
    parts.forEach(part -> part.unknown(into));
  }

  /// A JSON null counts as missing.
  private Optional<JsonNode> take(String name) {
    taken.add(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private Optional<String> text(String field, JsonNode node, int longest) {
    return Optional.of(node)
        .filter(n -> is(field, n.isString(), "a string"))
        .map(JsonNode::stringValue)
        .filter(
            text -> is(field, text.length() <= longest, "at most " + longest + " characters long"));
  }

  private <T> Optional<T> oneOf(String field, String text, Map<String, T> names) {
    is(field, names.containsKey(text), "one of " + String.join(", ", names.keySet()));
    return Optional.ofNullable(names.get(text));
  }

  private boolean isHarmless(String field, String text) {
    return is(field, FreeText.isOneLine(text), "one line of text without control characters")
        && not(
            field,
            CardNumbers.isIn(text),
            "looks like a card number, which must never be written here; if it is not one, separate"
                + " its digits with letters");
  }

  private boolean fewEnough(String field, int entries) {
    return not(field, entries > MAX_ENTRIES, "must have at most " + MAX_ENTRIES + " entries");
  }

  private boolean is(String field, boolean holds, String expected) {
    return not(field, !holds, "must be " + expected);
  }

  private boolean not(String field, boolean wrong, String detail) {
    if (wrong) {
      errors.add(new FieldError(field, detail));
    }
    return !wrong;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
