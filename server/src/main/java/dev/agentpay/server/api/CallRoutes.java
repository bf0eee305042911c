package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.Calls;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Query.Page;
import dev.agentpay.events.Query.Position;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Paging;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.views.CallView;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// API routes for calls.
public final class CallRoutes {
  private static final String UNMATCHED = "unmatched";

  private final Calls calls;
  private final Rights rights;
  private final Sight sight;
  private final Requests requests;

  private record CallsView(List<CallView> calls, Optional<String> next) {}

  public CallRoutes(Calls calls, Rights rights, Sight sight, Requests requests) {
    this.sight = sight;
    this.calls = calls;
    this.rights = rights;
    this.requests = requests;
  }

  /// Lists live calls. Agents see their own and those that ring for them. Supervisors see all, or
  /// on request only the unassigned ones.
  public void list(Context ctx) {
    final Caller caller = Authenticator.caller(ctx);
    final Query query =
        Query.of(
            ctx,
            caller.isSupervisor()
                ? Set.of(UNMATCHED, Paging.LIMIT, Paging.CURSOR)
                : Set.of(Paging.LIMIT, Paging.CURSOR));
    final boolean unmatched = query.parsed(UNMATCHED, CallRoutes::bool).orElse(false);
    final Paging<Position> paging =
        Paging.of(ctx, query, Paging.STREAM, EventStore.MAX_ROWS, EventStore.MAX_ROWS);
    query.done();
    final Page<Call> page =
        unmatched
            ? calls.unowned(paging.after(), paging.limit())
            : calls.live(Permissions.restrictedTo(caller), paging.after(), paging.limit());
    requests.answer(ctx, new CallsView(visible(caller, page.items()), paging.next(page.next())));
  }

  private static boolean bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("must be true or false");
    }
    return text.equals("true");
  }

  /// Returns the live calls that the user's token may see.
  ///
  /// @param whose empty for everyone's
  public List<CallView> live(Caller caller, Optional<AgentId> whose) {
    return visible(caller, calls.live(whose));
  }

  private List<CallView> visible(Caller caller, List<Call> some) {
    return some.stream().filter(call -> sight.sees(caller, call)).map(CallView::of).toList();
  }

  public void one(Context ctx) {
    requests.answer(
        ctx, CallView.of(rights.seeCall(Authenticator.caller(ctx), ctx.pathParam("sid"))));
  }
}
