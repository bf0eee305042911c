package dev.agentpay.calls;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Event;
import dev.agentpay.payments.values.CallSid;

/// Event of a UUI.
public sealed interface UuiEvent extends Event {
  /// A customer's call was dialled, or came in, under the UUI.
  record UuiMapped(Uui uui, CallSid call) implements UuiEvent {}

  /// An agent claimed the call under the UUI before any call existed: the claim waits.
  record UuiAwaited(Uui uui, AgentId agent) implements UuiEvent {}

  /// A waiting claim was withdrawn.
  record UuiLeft(Uui uui, AgentId agent) implements UuiEvent {}

  /// A waiting claim got its call.
  record UuiServed(AgentId agent, CallSid call) implements UuiEvent {}
}
