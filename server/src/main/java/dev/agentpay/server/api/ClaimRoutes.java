package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.auth.Users;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.Json;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.views.CallView;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The API's routes about whose a call is.
public final class ClaimRoutes {
  private static final String UUI = "uui";

  private final Claims claims;
  private final Requests requests;
  private final boolean bySid;
  private final Map<String, AgentId> agents;

  /// @param waiting whether my claim waits for a call under this UUI
  private record UuiView(Uui uui, List<CallView> calls, boolean waiting) {}

  /// @param bySid whether an agent may claim a call by its sid
  public ClaimRoutes(Claims claims, Users users, boolean bySid, Requests requests) {
    this.claims = claims;
    this.requests = requests;
    this.bySid = bySid;
    this.agents =
        users.agents().stream().collect(Collectors.toMap(AgentId::value, Function.identity()));
  }

  /// An agent says that a call is theirs, naming any leg of it.
  public void bySid(Context ctx) throws IOException {
    requests.nothing(ctx);
    if (!bySid) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "calls are claimed by their UUI here, or assigned by a supervisor");
    }
    answer(
        ctx,
        claims.claim(
            Rights.sid(ctx.pathParam("sid")),
            Authenticator.caller(ctx).name(),
            requests.origin(ctx)));
  }

  /// What is under a UUI: its own calls and nobody's for an agent, all for a supervisor.
  public void known(Context ctx) {
    final Query query = Query.of(ctx, Set.of(UUI));
    final Optional<Uui> uui = query.parsed(UUI, Uui::new);
    query.done();
    answer(ctx, uui.orElseThrow(ClaimRoutes::noUui), claims.known(uui.get()));
  }

  /// Nobody waits for the call under a UUI any more: an agent withdraws their own claim, a
  /// supervisor anybody's.
  public void withdraw(Context ctx) throws IOException {
    final Caller caller = Authenticator.caller(ctx);
    final Uui uui = uui(ctx);
    answer(ctx, uui, claims.withdraw(uui, Permissions.restrictedTo(caller), requests.origin(ctx)));
  }

  /// An agent claims the call under a UUI: at once, or as soon as it is dialled.
  public void byUui(Context ctx) throws IOException {
    final Uui named = uui(ctx);
    final Origin origin = requests.origin(ctx);
    switch (claims.claim(named, Authenticator.caller(ctx).name(), origin)) {
      case Claims.Claimed(Call call) -> answer(ctx, call);
      case Claims.Waiting(Uui uui) -> {
        ctx.status(202);
        requests.answer(ctx, new UuiView(uui, List.of(), true));
      }
      case Claims.Ambiguous ambiguous ->
          throw ambiguous(ambiguous, Authenticator.caller(ctx).name());
    }
  }

  /// The calls of which an agent is to pick one: their own and nobody's.
  static ProblemException ambiguous(Claims.Ambiguous found, AgentId agent) {
    return new ProblemException(
        ProblemType.AMBIGUOUS_UUI,
        "several customers are on the line under this UUI; claim one by its sid",
        Map.of(
            "calls",
            found.calls().stream()
                .filter(call -> Permissions.mayClaim(agent, call.owner()))
                .map(CallView::of)
                .toList()));
  }

  /// A supervisor gives a call to an agent.
  public void assign(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("agent", Json.MAX_STRING);
    final Optional<AgentId> agent = fields.oneOf("agent", agents);
    fields.done();
    answer(
        ctx,
        claims.assign(Rights.sid(ctx.pathParam("sid")), agent.orElseThrow(), requests.origin(ctx)));
  }

  /// A UUI may have any printable character: it travels in the body, as no path takes all.
  private Uui uui(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final Optional<Uui> uui = fields.parsed(UUI, Uui.MAX_LENGTH, Uui::new);
    fields.done();
    return uui.orElseThrow(ClaimRoutes::noUui);
  }

  private static ProblemException noUui() {
    return ProblemException.invalid(UUI, "is needed");
  }

  private void answer(Context ctx, Uui uui, Claims.Known known) {
    final Caller caller = Authenticator.caller(ctx);
    requests.answer(
        ctx,
        new UuiView(
            uui,
            known.calls().stream()
                .filter(call -> Permissions.mayClaim(caller, call.owner()))
                .map(CallView::of)
                .toList(),
            caller.isSupervisor()
                ? known.awaitedBy().isPresent()
                : known.awaitedBy().equals(Optional.of(caller.name()))));
  }

  private void answer(Context ctx, Call call) {
    requests.answer(ctx, CallView.of(call));
  }
}
