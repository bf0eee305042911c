package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Permissions;
import dev.agentpay.auth.Users;
import dev.agentpay.calls.Call;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CallSid;
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

/// API routes for claiming and assigning calls.
public final class ClaimRoutes {
  private static final String UUI = "uui";

  private final Claims claims;
  private final Requests requests;
  private final boolean bySid;
  private final UnknownCalls unknownCalls;
  private final Map<String, AgentId> agents;

  /// @param waiting whether my claim is waiting for a call with this UUI
  private record UuiView(Uui uui, List<CallView> calls, boolean waiting) {}

  /// @param bySid whether agents may claim a call by its CallSid
  public ClaimRoutes(
      Claims claims, UnknownCalls unknownCalls, Users users, boolean bySid, Requests requests) {
    this.claims = claims;
    this.requests = requests;
    this.bySid = bySid;
    this.unknownCalls = unknownCalls;
    this.agents =
        users.agents().stream().collect(Collectors.toMap(AgentId::value, Function.identity()));
  }

  /// Claims a call for an agent, by the CallSid of any of its legs.
  public void bySid(Context ctx) throws IOException {
    requests.nothing(ctx);
    if (!bySid) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "this server does not let agents claim calls by CallSid; claim by UUI or ask a"
              + " supervisor to assign the call");
    }
    final CallSid sid = Rights.sid(ctx.pathParam("sid"));
    final AgentId agent = Authenticator.caller(ctx).name();
    unknownCalls.check(agent, sid);
    answer(ctx, claims.claim(sid, agent, requests.origin(ctx)));
  }

  /// Shows the calls with a UUI. Agents see their own and unassigned calls; supervisors see all.
  public void known(Context ctx) {
    final Query query = Query.of(ctx, Set.of(UUI));
    final Optional<Uui> uui = query.parsed(UUI, Uui::new);
    query.done();
    answer(ctx, uui.orElseThrow(ClaimRoutes::noUui), claims.known(uui.get()));
  }

  /// Withdraws a claim that is waiting for a call with this UUI. Agents can withdraw their own
  /// claim; supervisors anyone's.
  public void withdraw(Context ctx) throws IOException {
    final Caller caller = Authenticator.caller(ctx);
    final Uui uui = uui(ctx);
    answer(ctx, uui, claims.withdraw(uui, Permissions.restrictedTo(caller), requests.origin(ctx)));
  }

  /// Claims the call with a UUI for an agent: now, or as soon as the call arrives.
  public void byUui(Context ctx) throws IOException {
    final Uui named = uui(ctx);
    final Origin origin = requests.origin(ctx);
    final AgentId agent = Authenticator.caller(ctx).name();
    unknownCalls.check(agent, named);
    switch (claims.claim(named, agent, origin)) {
      case Claims.Claimed(Call call) -> answer(ctx, call);
      case Claims.Waiting(Uui uui) -> {
        ctx.status(202);
        requests.answer(ctx, new UuiView(uui, List.of(), true));
      }
      case Claims.Ambiguous ambiguous -> throw ambiguous(ambiguous, agent);
    }
  }

  /// Builds a problem that lists the calls to choose from: the agent's own and unassigned ones.
  static ProblemException ambiguous(Claims.Ambiguous found, AgentId agent) {
    return new ProblemException(
        ProblemType.AMBIGUOUS_UUI,
        "several calls have this UUI; claim one by its sid",
        Map.of(
            "calls",
            found.calls().stream()
                .filter(call -> Permissions.mayClaim(agent, call.owner()))
                .map(CallView::of)
                .toList()));
  }

  /// Assigns a call to an agent, on behalf of a supervisor.
  public void assign(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("agent", Json.MAX_STRING);
    final Optional<AgentId> agent = fields.oneOf("agent", agents);
    fields.done();
    answer(
        ctx,
        claims.assign(Rights.sid(ctx.pathParam("sid")), agent.orElseThrow(), requests.origin(ctx)));
  }

  /// Reads the UUI from the body. It may contain any printable character, and a path does not allow
  /// all of them.
  private Uui uui(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final Optional<Uui> uui = fields.parsed(UUI, Uui.MAX_LENGTH, Uui::new);
    fields.done();
    return uui.orElseThrow(ClaimRoutes::noUui);
  }

  private static ProblemException noUui() {
    return ProblemException.invalid(UUI, "is required");
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
