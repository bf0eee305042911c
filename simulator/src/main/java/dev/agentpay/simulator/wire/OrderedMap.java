package dev.agentpay.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/// Creates maps that keep the order of their entries, for journal lines and JSON bodies.
public final class OrderedMap {
  private OrderedMap() {}

  /// A mutable map of these entries.
  ///
  /// @param namesAndValues names and values in turn
  public static Map<String, Object> of(Object... namesAndValues) {
    final Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return map;
  }
}
