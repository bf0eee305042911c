package dev.agentpay.core;

/// A durable fact about a session, a call or an agent.
public sealed interface Event permits SessionEvent, CallEvent, AgentEvent {}
