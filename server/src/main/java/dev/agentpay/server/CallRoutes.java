package dev.agentpay.server;

import dev.agentpay.core.AgentId;
import dev.agentpay.core.Calls;
import dev.agentpay.core.EventStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The API's routes about calls.
final class CallRoutes {
  private final EventStore store;
  private final Calls calls;
  private final Rights rights;
  private final Requests requests;

  private record CallsView(List<CallView> calls) {}

  CallRoutes(ServerParts parts, Rights rights, Requests requests) {
    this.store = parts.store();
    this.calls = parts.calls();
    this.rights = rights;
    this.requests = requests;
  }

  /// The live calls: mine and those that ring for me, or everybody's for a supervisor.
  void list(Context ctx) {
    final Caller caller = Caller.of(ctx);
    Query.none(ctx);
    requests.answer(
        ctx,
        new CallsView(live(caller.isSupervisor() ? Optional.empty() : Optional.of(caller.name()))));
  }

  List<CallView> live(Optional<AgentId> whose) {
    return store.liveCalls(whose).stream().map(CallView::of).toList();
  }

  void one(Context ctx) {
    requests.answer(ctx, CallView.of(rights.seeCall(Caller.of(ctx), ctx.pathParam("sid"))));
  }

  void claim(Context ctx) throws IOException {
    requests.nothing(ctx);
    requests.answer(
        ctx,
        CallView.of(
            calls.claim(
                Rights.sid(ctx.pathParam("sid")), Caller.of(ctx).name(), requests.origin(ctx))));
  }
}
