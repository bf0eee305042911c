package dev.agentpay.core;

/// A durable fact about a session, a call, an agent or a UUI.
public sealed interface Event permits SessionEvent, CallEvent, AgentEvent, UuiEvent {}
