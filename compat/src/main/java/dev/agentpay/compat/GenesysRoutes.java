package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
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

/// GenesysPay's page. It looks at no status, only for an `error` in the answer: each failure has
/// one.
final class GenesysRoutes {
  private final CompatOptions options;
  private final RouteServices doorway;
  private final Clients clients;
  private final SyncTokens tokens;
  private final Payments payments;
  private final String accountSid;
  private final Supplier<SyncRest> sync;

  GenesysRoutes(
      CompatOptions options,
      RouteServices doorway,
      Clients clients,
      SyncTokens tokens,
      Payments payments,
      String accountSid,
      Supplier<SyncRest> sync) {
    this.options = options;
    this.doorway = doorway;
    this.clients = clients;
    this.tokens = tokens;
    this.payments = payments;
    this.accountSid = accountSid;
    this.sync = sync;
  }

  void startCapture(Context ctx) throws IOException {
    acting(
        ctx,
        (agent, params, origin) -> {
          tokens.service(agent, origin);
          return payments.start(
              agent,
              params.needed("callSid"),
              new Payments.Wanted(
                  AgentPayRoutes.amount(params.text("chargeAmount")),
                  params.text("currency").orElse(options.currency()).toUpperCase(Locale.ROOT),
                  options.connectors().getFirst(),
                  AgentPayRoutes.tokenType(params.text("tokenType")),
                  AgentPayRoutes.order(options, options.securityCode(), options.postalCode()),
                  options.payMap()),
              origin);
        });
  }

  void changeCapture(Context ctx) throws IOException {
    acting(
        ctx,
        (agent, params, origin) ->
            payments.capture(
                agent,
                params.needed("callSid"),
                params.needed("paymentSid"),
                AgentPayRoutes.field(params.needed("captureType")),
                origin));
  }

  void changeStatus(Context ctx) throws IOException {
    acting(
        ctx,
        (agent, params, origin) ->
            AgentPayRoutes.change(
                payments,
                agent,
                params.needed("callSid"),
                params.needed("paymentSid"),
                params.needed("status"),
                origin));
  }

  /// The `identity` in the request is a call's: the token is the agent's who asks.
  void getSyncToken(Context ctx) {
    try {
      final AgentId agent = clients.agentOrOnly(ctx, options.openDoor());
      Answers.quoted(ctx, tokens.give(agent, List.of(), doorway.agent(ctx, agent)).token());
    } catch (Failed e) {
      Answers.error(ctx, e);
    }
  }

  /// Finds or makes the Sync service and its two maps, and says what to put into the settings.
  void setupSyncServices(Context ctx) {
    try {
      clients.supervisor(ctx);
      final String service = written(sync.get().service(options.syncServiceName()));
      written(sync.get().map(service, options.payMap()));
      written(sync.get().map(service, options.uuiMap()));
      ctx.contentType("text/html; charset=utf-8")
          .result(
              """
              <!doctype html><html lang="en"><title>Sync</title>
              <p>The Sync service is there: <code>%s</code>, with its two maps.</p>
              <p>Put it into <code>compat.sync-services</code> (<code>PAY_SYNC_SERVICE_SID</code>). Each agent
              who is signed in at a time needs one.</p></html>
              """
                  .formatted(service));
    } catch (Failed e) {
      Answers.challenge(ctx, e);
      Answers.text(ctx, e.status(), e.why());
    }
  }

  private static String written(SyncAnswer answer) {
    return switch (answer) {
      case SyncAnswer.Written written -> written.name();
      case SyncAnswer.Retry retry -> throw new Failed(503, "Twilio Sync: " + retry.why());
      case SyncAnswer.Refused refused -> throw new Failed(502, "Twilio Sync: " + refused.why());
    };
  }

  /// What a client asks of a payment.
  private interface Asking {
    Payments.Payment of(AgentId agent, Params params, Origin origin);
  }

  private void acting(Context ctx, Asking asking) throws IOException {
    try {
      final byte[] body = doorway.body(ctx);
      final AgentId agent = clients.agentOrOnly(ctx, options.openDoor());
      Answers.json(ctx, payment(asking.of(agent, Params.of(ctx, body), doorway.agent(ctx, agent))));
    } catch (Failed e) {
      Answers.error(ctx, e);
    }
  }

  /// The Payment as twilio-node writes it.
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
