package dev.agentpay.core;

/// A durable fact about a session, a call, an agent, a UUI or a Sync service.
public sealed interface Event permits SessionEvent, CallEvent, AgentEvent, UuiEvent, SyncEvent {}
