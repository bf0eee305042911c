package dev.agentpay.events;

/// The person or system that caused an event.
///
/// @param role the kind of actor
/// @param name the agent's or supervisor's name, the service key's name, or the system's name
public record Actor(Role role, String name) {
  /// Twilio, through a webhook with a valid signature.
  public static final Actor TWILIO = new Actor(Role.TWILIO, "twilio");

  /// AgentPay itself: a deadline, a retry, or an answer from the ledger.
  public static final Actor SYSTEM = new Actor(Role.SYSTEM, "agentpay");

  /// Kind of actor.
  public enum Role {
    AGENT,
    SUPERVISOR,
    SERVICE,
    TWILIO,
    SYSTEM
  }
}
