package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.RouteServices;
import dev.agentpay.twilio.sync.SyncAnswer;
import dev.agentpay.twilio.sync.SyncRest;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// The routes of GenesysPay. Its page ignores the HTTP status and only checks for the field
/// `error`, so every failure has that field.
final class GenesysRoutes {
  private final CompatOptions options;
  private final RouteServices services;
  private final ClientAuth auth;
  private final SyncTokens tokens;
  private final Payments payments;
  private final String accountSid;
  private final Supplier<SyncRest> sync;

  GenesysRoutes(
      CompatOptions options,
      RouteServices services,
      ClientAuth auth,
      SyncTokens tokens,
      Payments payments,
      String accountSid,
      Supplier<SyncRest> sync) {
    this.options = options;
    this.services = services;
    this.auth = auth;
    this.tokens = tokens;
    this.payments = payments;
    this.accountSid = accountSid;
    this.sync = sync;
  }

  void startCapture(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        (agent, params, origin) -> {
          tokens.leaseService(agent, origin);
          return payments.start(
              agent,
              params.required("callSid"),
              new Payments.StartRequest(
                  AgentPayRoutes.amount(params.text("chargeAmount")),
                  params.text("currency").orElse(options.currency()).toUpperCase(Locale.ROOT),
                  options.connectors().getFirst(),
                  AgentPayRoutes.tokenType(params.text("tokenType")),
                  AgentPayRoutes.order(options, options.securityCode(), options.postalCode()),
                  true,
                  options.payMap()),
              origin);
        });
  }

  void changeCapture(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        (agent, params, origin) ->
            payments.capture(
                agent,
                params.required("callSid"),
                params.required("paymentSid"),
                AgentPayRoutes.field(params.required("captureType")),
                origin));
  }

  void changeStatus(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        (agent, params, origin) ->
            AgentPayRoutes.change(
                payments,
                agent,
                params.required("callSid"),
                params.required("paymentSid"),
                params.required("status"),
                origin));
  }

  /// Issues a token for the signed-in agent. The `identity` in the request is ignored, because it
  /// is the sid of a call.
  void getSyncToken(Context ctx) {
    try {
      final AgentId agent = auth.agentOrOnly(ctx, options.openDoor());
      Responses.quoted(ctx, tokens.issue(agent, List.of(), services.agent(ctx, agent)).token());
    } catch (RequestFailedException e) {
      Responses.error(ctx, e);
    }
  }

  /// Shows the button that creates the Sync service. Reading a page changes nothing.
  void setupForm(Context ctx) {
    try {
      auth.supervisor(ctx);
      ctx.contentType("text/html; charset=utf-8")
          .result(
              """
              <!doctype html><html lang="en"><title>Sync</title>
              <form method="post"><button>Create the Sync service and its maps</button></form></html>
              """);
    } catch (RequestFailedException e) {
      Responses.challenge(ctx, e);
      Responses.text(ctx, e.status(), e.reason());
    }
  }

  /// Finds or creates the Sync service and its two maps, and responds with the settings to change.
  void setupSyncServices(Context ctx) {
    try {
      auth.supervisor(ctx);
      final String service = nameOf(sync.get().service(options.syncServiceName()));
      nameOf(sync.get().map(service, options.payMap()));
      nameOf(sync.get().map(service, options.uuiMap()));
      ctx.contentType("text/html; charset=utf-8")
          .result(
              """
              <!doctype html><html lang="en"><title>Sync</title>
              <p>The Sync service <code>%s</code> and its two maps are ready.</p>
              <p>Add it to <code>compat.sync-services</code> (<code>PAY_SYNC_SERVICE_SID</code>). You need
              one service for each agent who is signed in at the same time.</p></html>
              """
                  .formatted(service));
    } catch (RequestFailedException e) {
      Responses.challenge(ctx, e);
      Responses.text(ctx, e.status(), e.reason());
    }
  }

  /// Returns the name of what was written.
  ///
  /// @throws RequestFailedException 502 or 503 if Sync did not accept the request
  private static String nameOf(SyncAnswer answer) {
    return switch (answer) {
      case SyncAnswer.Written written -> written.name();
      case SyncAnswer.Retry retry ->
          throw new RequestFailedException(503, "Twilio Sync: " + retry.why());
      case SyncAnswer.Refused refused ->
          throw new RequestFailedException(502, "Twilio Sync: " + refused.why());
    };
  }

  private void respondWithPayment(Context ctx, Payments.Action action) throws IOException {
    try {
      final byte[] body = services.body(ctx);
      final AgentId agent = auth.agentOrOnly(ctx, options.openDoor());
      Responses.json(
          ctx, payment(action.run(agent, Params.of(ctx, body), services.agent(ctx, agent))));
    } catch (RequestFailedException e) {
      Responses.error(ctx, e);
    }
  }

  /// Renders the Payment in the format of twilio-node.
  private Map<String, Object> payment(Payments.Payment payment) {
    final String call = payment.session().request().call().value();
    final Map<String, Object> object = new LinkedHashMap<>();
    object.put("accountSid", accountSid);
    object.put("callSid", call);
    object.put("sid", payment.sid().value());
    object.put("dateCreated", payment.session().startedAt().toString());
    object.put("dateUpdated", payment.session().stateSince().toString());
    object.put(
        "uri",
        "/2010-04-01/Accounts/%s/Calls/%s/Payments/%s.json"
            .formatted(accountSid, call, payment.sid()));
    return object;
  }
}
