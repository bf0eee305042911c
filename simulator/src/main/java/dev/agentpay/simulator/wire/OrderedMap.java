package dev.agentpay.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/// Ordered names and values, as journal lines and JSON bodies want them.
public final class OrderedMap {
  private OrderedMap() {}

  public static Map<String, Object> of(Object... namesAndValues) {
    var details = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      details.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return details;
  }
}
