package dev.agentpay.connector;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// The fields of a request's JSON, parsed directly from bytes to characters. A value becomes a
/// `String` only if [#text] is called for it, and [#close] overwrites all values.
///
/// Unknown fields are ignored, because Twilio may add some. A known field must not occur twice.
final class RequestFields implements AutoCloseable {
  /// Twilio's JSON has two levels; the rest allows for unknown fields with nested values.
  private static final int DEEPEST = 8;

  /// No field is longer; the longest is `description`.
  private static final int LONGEST_VALUE = 2_000;

  /// Twilio's longest field name has 17 characters. The names of parameters are chosen by the
  /// server or by the caller of Twilio's API.
  private static final int LONGEST_NAME = 100;

  /// No amount, month or year is longer.
  private static final int LONGEST_NUMBER = 32;

  /// Twilio documents no limit. The connectors that document their parameters have about a dozen.
  private static final int MAX_PARAMETERS = 50;

  /// Fields that must be JSON strings. A JSON number would lose the leading zeros of an account
  /// number.
  private static final Set<String> STRINGS =
      Set.of("method", "transaction_id", "cardnumber", "cvv", "bankaccountnumber", "routingnumber");

  private static final Set<String> SCALARS =
      Set.of(
          "expiry_month", "expiry_year", "postal_code", "amount", "currency_code", "description");

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxStringLength(LONGEST_VALUE)
          .maxNameLength(LONGEST_NAME)
          .maxNumberLength(LONGEST_NUMBER)
          .build();

  private final Map<String, char[]> values = new HashMap<>();
  private final Map<String, String> parameters = new HashMap<>();

  private RequestFields() {}

  /// @throws BadRequest unless the body is one JSON object in Twilio's format
  static RequestFields read(RequestBody body) {
    RequestFields fields = new RequestFields();
    try (JsonParser json = parser(body)) {
      fields.readObject(json);
      return fields;
    } catch (JacksonException _) {
      fields.close();
      throw invalidRequest("The body must be one JSON object in Twilio's format, in UTF-8");
    } catch (RuntimeException e) {
      fields.close();
      throw e;
    }
  }

  /// Returns the characters of a field, which this object owns and wipes; empty if the field is
  /// null, "" or missing.
  Optional<char[]> characters(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> value.length > 0);
  }

  /// Returns a field as a `String`, which cannot be wiped, so never use this for card data. Empty
  /// if the field is null, "" or missing.
  Optional<String> text(String name) {
    return characters(name).map(String::new);
  }

  Map<String, String> parameters() {
    return parameters;
  }

  @Override
  public void close() {
    values.values().forEach(value -> Arrays.fill(value, '\0'));
  }

  /// Creates a parser with its own factory and without recycled buffers, because shared ones retain
  /// data that they have read. Without charset detection, Jackson parses the bytes directly as
  /// UTF-8.
  private static JsonParser parser(RequestBody body) {
    return JsonFactory.builder()
        .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .streamReadConstraints(BOUNDS)
        .build()
        .createParser(ObjectReadContext.empty(), body.bytes(), 0, body.length());
  }

  private void readObject(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw invalidRequest("The body must be a JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (STRINGS.contains(name) || SCALARS.contains(name)) {
        readValue(json, name);
      } else if (name.equals("parameters")) {
        readParameters(json);
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw invalidRequest("The body must end after its JSON object");
    }
  }

  private void readValue(JsonParser json, String name) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    boolean fits = token == JsonToken.VALUE_STRING || (token.isNumeric() && SCALARS.contains(name));
    if (!fits) {
      throw BadRequest.of("invalid_" + name, name + " must be a JSON string or null");
    }
    if (values.put(name, takeCharacters(json)) != null) {
      throw BadRequest.of("invalid_" + name, name + " must not occur twice");
    }
  }

  /// Copies the value from the parser's buffer and overwrites it there.
  private static char[] takeCharacters(JsonParser json) {
    char[] buffer = json.getStringCharacters();
    int start = json.getStringOffset();
    int end = start + json.getStringLength();
    char[] value = Arrays.copyOfRange(buffer, start, end);
    Arrays.fill(buffer, start, end, '\0');
    return value;
  }

  private void readParameters(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw invalidParameters();
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (!token.isScalarValue() || parameters.size() >= MAX_PARAMETERS) {
        throw invalidParameters();
      }
      if (token != JsonToken.VALUE_NULL) {
        parameters.put(name, json.getString());
      }
    }
  }

  private static BadRequest invalidParameters() {
    return BadRequest.of(
        "invalid_parameters",
        "parameters must be a JSON object of at most %d values, one level deep"
            .formatted(MAX_PARAMETERS));
  }

  private static BadRequest invalidRequest(String message) {
    return BadRequest.of("invalid_request", message);
  }
}
