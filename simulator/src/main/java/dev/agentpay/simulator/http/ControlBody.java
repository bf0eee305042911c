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

/// JSON in and out of the control interface; problems as RFC 9457.
final class ControlBody {
  /// The largest body is a Sync document's: 16 KiB and what is around it.
  static final int LONGEST = 18 * 1024;

  private ControlBody() {}

  static Map<String, Object> read(Context ctx, List<String> allowed) {
    var body = read(ctx);
    if (!allowed.containsAll(body.keySet())) {
      throw bad("the body may have " + allowed + " and has " + body.keySet());
    }
    return body;
  }

  static Map<String, Object> read(Context ctx) {
    try {
      var bytes = RequestBytes.read(ctx, LONGEST);
      if (bytes.length > LONGEST) {
        throw new ControlRefused(413, "too-large", "the body is longer than " + LONGEST + " bytes");
      }
      return JsonText.map(JsonText.object(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JacksonException _) {
      // Not its message: that quotes the body, which may hold a card.
      throw bad("the body is no JSON object");
    } catch (IOException _) {
      throw bad("the body could not be read");
    }
  }

  static String text(Map<String, Object> body, String name) {
    if (body.get(name) instanceof String text) {
      return text;
    }
    throw bad("the body needs \"" + name + "\" as a string");
  }

  /// The object of that name, empty when there is none.
  static Map<String, String> texts(Map<String, Object> body, String name) {
    if (body.getOrDefault(name, Map.of()) instanceof Map<?, ?> map) {
      return strings(map, name);
    }
    throw bad(name + " must be an object");
  }

  /// @param what the object is called in a refusal
  static Map<String, String> strings(Map<?, ?> map, String what) {
    var texts = new LinkedHashMap<String, String>();
    for (var entry : map.entrySet()) {
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
