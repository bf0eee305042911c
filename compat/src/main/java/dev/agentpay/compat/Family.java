package dev.agentpay.compat;

import java.util.Optional;

/// A family of clients that exist.
public enum Family {
  /// The npm client `@deshartman/agent-pay` 4.x and its server, AgentPay.
  AGENT_PAY("agent-pay"),
  /// GenesysPay 2.x.
  GENESYSPAY("genesyspay"),
  /// The Generic Pay Connector and Agent Assist demo.
  GENERIC("generic"),
  /// The AgentPay that was written with Flask.
  FLASK("flask");

  private final String wire;

  Family(String wire) {
    this.wire = wire;
  }

  /// Its name in the configuration.
  public String wire() {
    return wire;
  }

  /// The family of that name.
  public static Optional<Family> ofWire(String name) {
    for (Family family : values()) {
      if (family.wire.equals(name)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }
}
