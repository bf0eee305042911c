package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.server.RouteServices;
import dev.agentpay.twilio.token.AccessTokens;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the Generic Pay Connector demo. Its page creates a Sync document in which it reads
/// the progress of a payment.
final class GenericRoutes {
  private static final String DONE = "Payment Complete";

  /// The fields in the order of the page's four buttons.
  private static final List<CaptureField> BUTTONS =
      List.of(
          CaptureField.PAYMENT_CARD_NUMBER,
          CaptureField.EXPIRATION_DATE,
          CaptureField.POSTAL_CODE,
          CaptureField.SECURITY_CODE);

  private final CompatOptions options;
  private final RouteServices services;
  private final ClientAuth auth;
  private final SyncTokens tokens;
  private final Payments payments;
  private final SyncLeases leases;
  private final PagePresence presence;

  GenericRoutes(
      CompatOptions options,
      RouteServices services,
      ClientAuth auth,
      SyncTokens tokens,
      Payments payments,
      SyncLeases leases,
      PagePresence presence) {
    this.options = options;
    this.services = services;
    this.auth = auth;
    this.tokens = tokens;
    this.payments = payments;
    this.leases = leases;
    this.presence = presence;
  }

  void token(Context ctx) throws IOException {
    respond(
        ctx,
        (agent, _, origin) -> {
          final SyncTokens.IssuedToken issued =
              tokens.issue(
                  agent, List.of(new AccessTokens.Voice(options.applicationSid())), origin);
          // The page cannot set the agent's availability. An agent who starts the page's softphone
          // is ready for calls.
          presence.opened(issued.service(), agent, services.here(ctx).value(), origin);
          return Map.of("accessToken", issued.token(), "phoneNumber", options.phoneNumber());
        });
  }

  /// Handles Sync's webhook about connections of pages.
  void presence(Context ctx) throws IOException {
    final Origin origin = services.twilio(ctx, "page presence");
    services.webhook(ctx, "sync", (body, _) -> presence.handle(body, origin));
    ctx.status(204);
  }

  void startPaySession(Context ctx) throws IOException {
    respond(
        ctx,
        (agent, params, origin) ->
            Map.of(
                "paymentSid",
                payments
                    .start(
                        agent,
                        params.required("callSid"),
                        new Payments.StartRequest(
                            AgentPayRoutes.amount(params.text("paymentAmount")),
                            options.currency(),
                            options.connectors().getFirst(),
                            AgentPayRoutes.tokenType(Optional.empty()),
                            BUTTONS,
                            false,
                            params.required("syncDocumentSid")),
                        origin)
                    .sid()
                    .value()));
  }

  void updatePaySession(Context ctx) throws IOException {
    respond(
        ctx,
        (agent, params, origin) -> {
          final String step = params.required("paymentStep");
          payments.capture(
              agent,
              params.required("callSid"),
              params.required("paymentSid"),
              AgentPayRoutes.field(step),
              origin);
          return step;
        });
  }

  void completePaySession(Context ctx) throws IOException {
    respond(
        ctx,
        (agent, params, origin) -> {
          payments.complete(
              agent, params.required("callSid"), params.required("paymentSid"), origin);
          return DONE;
        });
  }

  /// An action that returns the JSON value of the response.
  private interface Action {
    Object run(AgentId agent, Params params, Origin origin);
  }

  private void respond(Context ctx, Action action) throws IOException {
    try {
      final byte[] body = services.body(ctx);
      final AgentId agent = auth.agentOrOnly(ctx, options.openDoor());
      final Origin origin = services.agent(ctx, agent);
      leases.serviceOf(agent).ifPresent(service -> presence.seen(service, agent, origin));
      Responses.json(ctx, action.run(agent, Params.of(ctx, body), origin));
    } catch (RequestFailedException e) {
      Responses.error(ctx, e);
    }
  }
}
