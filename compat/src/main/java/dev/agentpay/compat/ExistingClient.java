package dev.agentpay.compat;

import java.util.Optional;

/// An existing client whose paths and message formats AgentPay can serve.
public enum ExistingClient {
  /// The npm client `@deshartman/agent-pay` 4.x, with its original server of the name AgentPay.
  AGENT_PAY("agent-pay"),
  /// GenesysPay 2.x.
  GENESYSPAY("genesyspay"),
  /// The Generic Pay Connector and Agent Assist demo.
  GENERIC("generic"),
  /// The AgentPay server written with Flask.
  FLASK("flask");

  private final String wire;

  ExistingClient(String wire) {
    this.wire = wire;
  }

  /// The client's name in `compat.clients`.
  public String wire() {
    return wire;
  }

  /// Returns the client with this name in `compat.clients`.
  public static Optional<ExistingClient> ofWire(String name) {
    for (ExistingClient client : values()) {
      if (client.wire.equals(name)) {
        return Optional.of(client);
      }
    }
    return Optional.empty();
  }
}
