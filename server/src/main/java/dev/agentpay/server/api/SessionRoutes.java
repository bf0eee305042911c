package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.EventEnvelope;
import dev.agentpay.events.EventStore;
import dev.agentpay.events.Feed;
import dev.agentpay.events.Origin;
import dev.agentpay.events.Query.Page;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.SessionQuery;
import dev.agentpay.payments.session.Input;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.SessionState;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.IdempotencyKeys;
import dev.agentpay.server.http.Json;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.Paging;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Query;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.views.EventView;
import dev.agentpay.server.views.EventViews;
import dev.agentpay.server.views.SessionView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// API routes for pay sessions.
public final class SessionRoutes {
  /// Longest reason or evidence of a supervisor, in characters: a paragraph.
  private static final int MAX_REASON = 1_000;

  /// Most events in one page. Even a session with a day of mistakes has only some hundreds.
  private static final int MAX_EVENTS = 5_000;

  private final PaySessions sessions;
  private final EventStore store;
  private final EventViews views;
  private final Rights rights;
  private final Sight sight;
  private final Requests requests;
  private final StartReader reader;
  private final PaymentWait payment;
  private final Claims claims;
  private final boolean claimsBySid;
  private final UnknownCalls unknownCalls;

  private record SessionsView(List<SessionView> paySessions, Optional<String> next) {}

  private record EventsView(List<EventView> events, Optional<String> next) {}

  public SessionRoutes(
      ServerOptions options,
      PaySessions sessions,
      Claims claims,
      UnknownCalls unknownCalls,
      EventStore store,
      EventViews views,
      Feed feed,
      Rights rights,
      Sight sight,
      Requests requests,
      Meters meters) {
    this.sessions = sessions;
    this.store = store;
    this.views = views;
    this.rights = rights;
    this.sight = sight;
    this.requests = requests;
    this.reader = new StartReader(options);
    this.claims = claims;
    this.unknownCalls = unknownCalls;
    this.claimsBySid = options.desk().claimsBySid();
    this.payment = new PaymentWait(feed, sessions);
    meters.gauge(
        "agentpay.sessions.unconfirmed",
        "Unconfirmed pay sessions, which may have charged; counts up to %s"
            .formatted(EventStore.MAX_ROWS),
        () -> sessions.list(SessionQuery.unconfirmed()).size());
  }

  public void start(Context ctx) throws IOException {
    final Caller caller = Authenticator.caller(ctx);
    final AgentId agent = caller.name();
    final Duration wait = PaymentWait.requested(ctx);
    final byte[] body = requests.json(ctx);
    final StartReader.Start start = reader.read(body, caller.pins());
    final Optional<PaySessions.IdempotencyKey> key = IdempotencyKeys.of(ctx, body);
    final Origin origin = requests.origin(ctx);
    final PaySession session =
        payment.after(
            agent,
            wait,
            () ->
                sessions
                    .findRepeated(key)
                    .orElseGet(
                        () ->
                            IdempotencyKeys.settle(
                                store, key, () -> start(caller, start, key, origin))));
    if (!sight.sees(caller, session)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "the Idempotency-Key belongs to a payment with other values than this token's pins");
    }
    ctx.status(201).header("Location", "/api/pay-sessions/" + session.id());
    requests.answer(ctx, SessionView.of(session));
  }

  private PaySession start(
      Caller caller,
      StartReader.Start start,
      Optional<PaySessions.IdempotencyKey> key,
      Origin origin) {
    final AgentId agent = caller.name();
    if (start.call() instanceof CallRef.BySid(CallSid sid)) {
      unknownCalls.check(agent, sid);
    }
    // Who pins a call by its sid has decided that the agent may claim it so.
    final boolean bySid = claimsBySid || caller.pins().callSid().isPresent();
    final CallSid call = start.call().customer(claims, agent, bySid, origin);
    if (!sight.seesCall(caller, call)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "call.sid: the pinned sid must be that of the customer's leg or of a leg that an agent"
              + " has answered");
    }
    return sessions.start(agent, start.request().on(call), start.confirmed(), key, origin);
  }

  public void list(Context ctx) {
    final SessionList list = SessionList.of(ctx);
    final Page<PaySession> page = sight.page(Authenticator.caller(ctx), list.query());
    requests.answer(
        ctx,
        new SessionsView(
            page.items().stream().map(SessionView::of).toList(), list.paging().next(page.next())));
  }

  public void one(Context ctx) {
    answer(ctx, rights.see(Authenticator.caller(ctx), ctx.pathParam("id")));
  }

  public void capture(Context ctx) throws IOException {
    final PaySession session = rights.own(Authenticator.caller(ctx), ctx.pathParam("id"));
    final byte[] body = requests.json(ctx);
    final JsonFields fields = JsonFields.read(body);
    fields.needed("field", Json.MAX_STRING);
    final Optional<CaptureField> field = fields.oneOf("field", Names.FIELDS);
    final boolean again = fields.flag("again");
    fields.done();
    handle(ctx, session, new Input.RequestCapture(field.orElseThrow(), again), body);
  }

  public void submit(Context ctx) throws IOException {
    final PaySession session = rights.own(Authenticator.caller(ctx), ctx.pathParam("id"));
    handle(ctx, session, new Input.Submit(), requests.nothing(ctx));
  }

  public void cancel(Context ctx) throws IOException {
    final PaySession session = rights.own(Authenticator.caller(ctx), ctx.pathParam("id"));
    handle(ctx, session, new Input.Cancel(), requests.nothing(ctx));
  }

  public void resolve(Context ctx) throws IOException {
    final PaySession session = rights.see(Authenticator.caller(ctx), ctx.pathParam("id"));
    final byte[] body = requests.json(ctx);
    final JsonFields fields = JsonFields.read(body);
    fields.needed("end", Json.MAX_STRING);
    final Optional<SessionState> end = fields.oneOf("end", Names.ENDS);
    fields.needed("reason", MAX_REASON);
    final String reason = fields.words("reason", MAX_REASON).orElse("");
    fields.needed("evidence", MAX_REASON);
    final String evidence = fields.words("evidence", MAX_REASON).orElse("");
    if (fields.isFine() && reason.isBlank()) {
      fields.refuse("reason", "is required: say why you are sure, for the audit log");
    }
    if (fields.isFine() && evidence.isBlank()) {
      fields.refuse(
          "evidence",
          "is required: give the processor's id of the payment, or say that it has no entry");
    }
    fields.done();
    handle(ctx, session, new Input.Resolve(end.orElseThrow(), reason, evidence), body);
  }

  /// Returns the audit log of one session, oldest event first.
  public void events(Context ctx) {
    final PaySession session = rights.see(Authenticator.caller(ctx), ctx.pathParam("id"));
    final Query query = Query.of(ctx, Set.of(Paging.LIMIT, Paging.CURSOR));
    final Paging<Long> paging = Paging.of(ctx, query, Paging.NUMBER, MAX_EVENTS, MAX_EVENTS);
    query.done();
    final List<EventEnvelope> events = new ArrayList<>();
    List<EventEnvelope> read = store.events(session.stream(), paging.after().orElse(0L));
    while (!read.isEmpty() && events.size() <= paging.limit()) {
      events.addAll(read);
      read = store.events(session.stream(), read.getLast().number());
    }
    final boolean isLast = events.size() <= paging.limit();
    final List<EventEnvelope> page = isLast ? events : events.subList(0, paging.limit());
    requests.answer(
        ctx,
        new EventsView(
            page.stream().map(views::of).toList(),
            paging.next(isLast ? Optional.empty() : Optional.of(page.getLast().number()))));
  }

  private void handle(Context ctx, PaySession session, Input input, byte[] body) {
    final Optional<PaySessions.IdempotencyKey> key = IdempotencyKeys.of(ctx, body);
    answer(ctx, sessions.change(session.id(), input, key, requests.origin(ctx)));
  }

  private void answer(Context ctx, PaySession session) {
    requests.answer(ctx, SessionView.of(session));
  }
}
