package dev.agentpay.scenarios.actors;

/// Who can sign in: Alice and Bob are agents, Sam is a supervisor. The server must know all three.
///
/// @param password the password of all three
/// @param businessNumber the number that customers call; it rings the softphones of ready agents
public record Cast(String password, String businessNumber) {}
