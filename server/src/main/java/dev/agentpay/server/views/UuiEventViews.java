package dev.agentpay.server.views;

import dev.agentpay.calls.Uui;
import dev.agentpay.calls.UuiEvent;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.values.CallSid;

/// Converts events of UUIs to their API form.
final class UuiEventViews {
  private record Mapped(Uui uui, CallSid call) implements EventBody {}

  private record OfClaim(Uui uui, AgentId agent) implements EventBody {}

  private record Served(AgentId agent, CallSid call) implements EventBody {}

  private UuiEventViews() {}

  static NamedView of(UuiEvent event) {
    return switch (event) {
      case UuiEvent.UuiMapped mapped ->
          new NamedView("uui-mapped", new Mapped(mapped.uui(), mapped.call()));
      case UuiEvent.UuiAwaited awaited ->
          new NamedView("uui-awaited", new OfClaim(awaited.uui(), awaited.agent()));
      case UuiEvent.UuiLeft left ->
          new NamedView("uui-left", new OfClaim(left.uui(), left.agent()));
      case UuiEvent.UuiServed served ->
          new NamedView("uui-served", new Served(served.agent(), served.call()));
    };
  }
}
