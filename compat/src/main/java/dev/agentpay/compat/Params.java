package dev.agentpay.compat;

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

/// A request's parameters as the seeds' runtime merges them: those of the query, and over them
/// those of the body, be it JSON or a form.
final class Params {
  /// The deepest and longest that any of these clients sends, with room.
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

  /// @param body as it came
  /// @throws Failed 400 when it cannot be read
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
      throw new Failed(400, "the body is no JSON");
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
    for (dev.agentpay.twilio.webhook.Form.Parameter parameter :
        dev.agentpay.twilio.webhook.Form.parse(body.getBytes(StandardCharsets.UTF_8))
            .parameters()) {
      values.put(parameter.name(), parameter.value());
    }
  }

  /// Without an exponent, which would make a text of any length of it.
  private static String plain(JsonNode value) {
    try {
      final BigDecimal number = value.decimalValue().stripTrailingZeros();
      if (Math.abs(number.scale()) <= MAX_SCALE) {
        return number.toPlainString();
      }
    } catch (JacksonException e) {
      // told below
    }
    throw new Failed(400, "a number in the body is out of bounds");
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /// @throws Failed 400 when it is missing
  String needed(String name) {
    return text(name).orElseThrow(() -> new Failed(400, name + " is missing"));
  }

  /// A truth as a browser's JavaScript or an environment's text writes it.
  boolean flag(String name, boolean otherwise) {
    return text(name).map(text -> text.equalsIgnoreCase("true")).orElse(otherwise);
  }

  static byte[] write(Object value) {
    return JSON.writeValueAsBytes(value);
  }
}
