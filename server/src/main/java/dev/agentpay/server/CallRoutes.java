package dev.agentpay.server;

import dev.agentpay.calls.Calls;
import dev.agentpay.events.AgentId;
import dev.agentpay.server.views.CallView;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The API's routes about calls.
final class CallRoutes {
  private static final String UNMATCHED = "unmatched";

  private final Calls calls;
  private final Rights rights;
  private final Requests requests;

  private record CallsView(List<CallView> calls) {}

  CallRoutes(ServerParts parts, Rights rights, Requests requests) {
    this.calls = parts.calls();
    this.rights = rights;
    this.requests = requests;
  }

  /// The live calls: mine and those that ring for me, or everybody's for a supervisor, who may also
  /// ask for those that are nobody's.
  void list(Context ctx) {
    final Caller caller = Caller.of(ctx);
    final Query query = Query.of(ctx, caller.isSupervisor() ? Set.of(UNMATCHED) : Set.of());
    final boolean unmatched = query.parsed(UNMATCHED, CallRoutes::truth).orElse(false);
    query.done();
    requests.answer(
        ctx,
        new CallsView(
            unmatched
                ? calls.unowned().stream().map(CallView::of).toList()
                : live(caller.isSupervisor() ? Optional.empty() : Optional.of(caller.name()))));
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("is to be true or false");
    }
    return text.equals("true");
  }

  List<CallView> live(Optional<AgentId> whose) {
    return calls.live(whose).stream().map(CallView::of).toList();
  }

  void one(Context ctx) {
    requests.answer(ctx, CallView.of(rights.seeCall(Caller.of(ctx), ctx.pathParam("sid"))));
  }
}
