package dev.agentpay.simulator.http;

import dev.agentpay.simulator.wire.JsonText;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.RequestBytes;
import dev.agentpay.simulator.world.ControlRefused;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Reads and writes the JSON bodies of the control API; errors are problem documents (RFC 9457).
final class ControlBody {
  /// In bytes. The largest body has a Sync document of 16 KiB.
  static final int LONGEST = 18 * 1024;

  private ControlBody() {}

  static Map<String, Object> read(Context ctx, List<String> allowed) {
    final Map<String, Object> body = read(ctx);
    if (!allowed.containsAll(body.keySet())) {
      throw bad("the body can have " + allowed + ", but has " + body.keySet());
    }
    return body;
  }

  static Map<String, Object> read(Context ctx) {
    try {
      final byte[] bytes = RequestBytes.read(ctx, LONGEST);
      if (bytes.length > LONGEST) {
        throw new ControlRefused(413, "too-large", "the body is longer than " + LONGEST + " bytes");
      }
      return JsonText.map(JsonText.object(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JacksonException _) {
      // Not the exception's message: it quotes the body, which may contain a card number.
      throw bad("the body must be a JSON object");
    } catch (IOException _) {
      throw bad("cannot read the body");
    }
  }

  static String text(Map<String, Object> body, String name) {
    if (body.get(name) instanceof String text) {
      return text;
    }
    throw bad("the body must have the string \"" + name + "\"");
  }

  /// The object with this name as a map of strings; empty if there is none.
  static Map<String, String> texts(Map<String, Object> body, String name) {
    if (body.getOrDefault(name, Map.of()) instanceof Map<?, ?> map) {
      return strings(map, name);
    }
    throw bad(name + " must be an object");
  }

  /// @param what name of the object in error texts
  static Map<String, String> strings(Map<?, ?> map, String what) {
    final Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key && entry.getValue() instanceof String value)) {
        throw bad(what + " must have strings as values");
      }
      texts.put(key, value);
    }
    return texts;
  }

  static ControlRefused bad(String message) {
    return new ControlRefused(400, "bad-request", message);
  }

  static void problem(ControlRefused refused, Context ctx) {
    ctx.status(refused.status())
        .contentType("application/problem+json")
        .result(
            JsonText.write(
                OrderedMap.of(
                    "type", "urn:agentpay:simulator:" + refused.type(),
                    "title", refused.type().replace('-', ' '),
                    "status", refused.status(),
                    "detail", String.valueOf(refused.getMessage()))));
  }

  static void answer(Context ctx, int status, Object body) {
    ctx.status(status).contentType("application/json").result(JsonText.write(body));
  }
}
