package dev.agentpay.server;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import io.javalin.http.Context;
import java.util.Objects;

/// The user who sent a request, by a token that held.
record Caller(AgentId name, UserOption.Role role) {
  private static final String ATTRIBUTE = "agentpay.caller";

  boolean isSupervisor() {
    return role == UserOption.Role.SUPERVISOR;
  }

  Actor actor() {
    return new Actor(isSupervisor() ? Actor.Role.SUPERVISOR : Actor.Role.AGENT, name.value());
  }

  /// Who sent this request; only behind a route that lets nobody in without a token.
  static Caller of(Context ctx) {
    return Objects.requireNonNull(ctx.<Caller>attribute(ATTRIBUTE), "the route is open to anyone");
  }

  void enter(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }
}
