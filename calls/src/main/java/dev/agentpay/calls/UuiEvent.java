package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;

/// A durable fact about what is known under a UUI.
public sealed interface UuiEvent extends Event {
  /// A customer's call was dialled, or came in, under it.
  record UuiMapped(Uui uui, CallSid call) implements UuiEvent {}

  /// An agent claims the call under it, and there is none yet: the claim waits.
  record UuiAwaited(Uui uui, AgentId agent) implements UuiEvent {}

  /// Whoever waited for the call does not any more.
  record UuiLeft(Uui uui, AgentId agent) implements UuiEvent {}

  /// The claim that waited has its call.
  record UuiServed(AgentId agent, CallSid call) implements UuiEvent {}
}
