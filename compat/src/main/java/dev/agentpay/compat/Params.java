package dev.agentpay.compat;

import dev.agentpay.twilio.webhook.Form;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The parameters of a request, merged as Twilio Functions merge them: parameters in the body, JSON
/// or a form, override those in the query.
final class Params {
  /// The limits are above everything that the existing clients send.
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(4_096)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .build();

  /// More digits than any amount has.
  private static final int MAX_SCALE = 20;

  private final Map<String, String> values = new HashMap<>();

  private Params() {}

  /// @param body the raw body
  /// @throws RequestFailedException 400 if the body cannot be parsed
  static Params of(Context ctx, byte[] body) {
    final Params params = new Params();
    ctx.queryParamMap().forEach((name, all) -> params.values.put(name, all.getFirst()));
    final String type =
        Optional.ofNullable(ctx.req().getContentType()).orElse("").toLowerCase(Locale.ROOT);
    if (body.length > 0 && type.startsWith("application/json")) {
      params.json(body);
    } else if (body.length > 0 && type.startsWith("application/x-www-form-urlencoded")) {
      params.form(new String(body, StandardCharsets.UTF_8));
    }
    return params;
  }

  private void json(byte[] body) {
    final JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new RequestFailedException(400, "The body is not valid JSON");
    }
    root.properties()
        .forEach(
            property -> {
              final JsonNode value = property.getValue();
              if (value.isNumber()) {
                values.put(property.getKey(), plain(value));
              } else if (value.isString() || value.isBoolean()) {
                values.put(property.getKey(), value.asString());
              }
            });
  }

  private void form(String body) {
    for (Form.Parameter parameter :
        Form.parse(body.getBytes(StandardCharsets.UTF_8)).parameters()) {
      values.put(parameter.name(), parameter.value());
    }
  }

  /// Formats a number without exponent. Rejects numbers whose exponent would make the text very
  /// long.
  private static String plain(JsonNode value) {
    try {
      final BigDecimal number = value.decimalValue().stripTrailingZeros();
      if (Math.abs(number.scale()) <= MAX_SCALE) {
        return number.toPlainString();
      }
    } catch (JacksonException e) {
      // Rejected below.
    }
    throw new RequestFailedException(
        400, "A number in the body is out of range or has too many decimals");
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /// @throws RequestFailedException 400 if the parameter is missing or empty
  String required(String name) {
    return text(name).orElseThrow(() -> new RequestFailedException(400, name + " is missing"));
  }

  /// Returns a boolean parameter. Any value except `true`, in any case, is false.
  boolean flag(String name, boolean defaultValue) {
    return text(name).map(text -> text.equalsIgnoreCase("true")).orElse(defaultValue);
  }

  static byte[] write(Object value) {
    return JSON.writeValueAsBytes(value);
  }
}
