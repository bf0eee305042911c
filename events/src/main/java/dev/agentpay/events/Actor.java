package dev.agentpay.events;

/// Who did something.
///
/// @param role in which part
/// @param name the agent's or supervisor's name, the service key's name, or whose machine it was
public record Actor(Role role, String name) {
  /// Twilio, by a webhook whose signature held.
  public static final Actor TWILIO = new Actor(Role.TWILIO, "twilio");

  /// We ourselves: a deadline, a retry, the ledger's answer.
  public static final Actor SYSTEM = new Actor(Role.SYSTEM, "agentpay");

  /// In which part somebody acts.
  public enum Role {
    AGENT,
    SUPERVISOR,
    SERVICE,
    TWILIO,
    SYSTEM
  }
}
