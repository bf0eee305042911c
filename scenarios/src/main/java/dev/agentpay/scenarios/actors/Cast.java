package dev.agentpay.scenarios.actors;

/// Who plays: alice and bob are agents, sam is a supervisor. The server that is played on must know
/// all three.
///
/// @param password everybody's
/// @param businessNumber the number that customers call; rings the softphones of agents who are
///   ready
public record Cast(String password, String businessNumber) {}
