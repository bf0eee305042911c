package dev.agentpay.payments.proof;

import java.util.Map;

/// The configured connectors and the kind of each.
///
/// @param kinds kinds by the connector's unique name at Twilio
public record Connectors(Map<String, ConnectorKind> kinds) {
  public Connectors {
    kinds = Map.copyOf(kinds);
  }

  /// Returns the kind of a connector; [ConnectorKind#UNKNOWN] if it is not in the configuration.
  public ConnectorKind kind(String connector) {
    return kinds.getOrDefault(connector, ConnectorKind.UNKNOWN);
  }
}
