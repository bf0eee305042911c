package dev.agentpay.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads Stripe's form encoding: `card[number]=…&payment_method_types[0]=card`.
final class Form {
  private Form() {}

  /// Returns nested maps, lists as maps with the keys `0`, `1` …, and texts.
  static Map<String, Object> read(String body) {
    final Map<String, Object> form = new LinkedHashMap<>();
    for (String pair : body.isEmpty() ? new String[0] : body.split("&", -1)) {
      final String[] sides = pair.split("=", 2);
      put(form, keys(decoded(sides[0])), decoded(sides[1]));
    }
    return form;
  }

  /// Returns the text at a path such as `card.number`; an empty text if there is none.
  static String text(Map<String, Object> form, String path) {
    Object value = form;
    for (String key : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map && map.get(key) != null ? map.get(key) : "";
    }
    return value.toString();
  }

  private static List<String> keys(String name) {
    return List.of(name.replace("]", "").split("\\[", -1));
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> form, List<String> keys, String value) {
    Map<String, Object> inner = form;
    for (String key : keys.subList(0, keys.size() - 1)) {
      inner = (Map<String, Object>) inner.computeIfAbsent(key, _ -> new LinkedHashMap<>());
    }
    inner.put(keys.getLast(), value);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
