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

/// The fields of Twilio's JSON as characters, straight from the bytes: no `String` is made of a
/// value unless [#text] is asked for it. Closing overwrites all of them.
///
/// Unknown fields are skipped, since Twilio may add some; a known one that comes twice is refused.
final class RequestFields implements AutoCloseable {
  /// Twilio's JSON has two levels; unknown fields may have a few of their own.
  private static final int DEEPEST = 8;

  /// The longest text, `description`, is shorter.
  private static final int LONGEST_VALUE = 2_000;

  /// The longest name that Twilio sends has 17 characters; names of parameters are the server's.
  private static final int LONGEST_NAME = 100;

  /// Longer than any amount, month or year.
  private static final int LONGEST_NUMBER = 32;

  /// Twilio publishes no limit; the connectors that document theirs know about a dozen.
  private static final int MOST_PARAMETERS = 50;

  /// Card and account numbers must come as strings: a JSON number loses leading zeros.
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

  /// @throws BadRequest for anything but one JSON object of Twilio's shape
  static RequestFields read(RequestBody body) {
    RequestFields fields = new RequestFields();
    try (JsonParser json = parser(body)) {
      fields.readObject(json);
      return fields;
    } catch (JacksonException _) {
      fields.close();
      throw invalidRequest("The body must be one JSON object as Twilio sends it, in UTF-8");
    } catch (RuntimeException e) {
      fields.close();
      throw e;
    }
  }

  /// The characters of a field, owned and wiped by this object; empty when null, "" or missing.
  Optional<char[]> characters(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> value.length > 0);
  }

  /// A field that is not card data; empty when null, "" or missing.
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

  /// Its own factory for each request and no recycled buffers, since both remember what they have
  /// read. Without charset detection Jackson reads the bytes themselves, as UTF-8.
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
      throw BadRequest.of("invalid_" + name, name + " must not come twice");
    }
  }

  /// Copies the value out of the parser's own buffer and overwrites it there.
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
      if (!token.isScalarValue() || parameters.size() >= MOST_PARAMETERS) {
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
            .formatted(MOST_PARAMETERS));
  }

  private static BadRequest invalidRequest(String message) {
    return BadRequest.of("invalid_request", message);
  }
}
