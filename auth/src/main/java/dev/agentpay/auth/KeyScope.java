package dev.agentpay.auth;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a service key may do.
public enum KeyScope {
  /// Mint tokens for the agents that are configured here.
  TOKENS("tokens"),
  /// Mint tokens for any other name as well: the integrator has agents of its own.
  ANY_AGENT("any-agent");

  private final String wire;

  KeyScope(String wire) {
    this.wire = wire;
  }

  /// The name in the API, such as `tokens`.
  public String wire() {
    return wire;
  }

  /// Returns all scopes by their names in the API.
  public static Map<String, KeyScope> byName() {
    final Map<String, KeyScope> names = new LinkedHashMap<>();
    for (KeyScope scope : values()) {
      names.put(scope.wire, scope);
    }
    return Collections.unmodifiableMap(names);
  }
}
