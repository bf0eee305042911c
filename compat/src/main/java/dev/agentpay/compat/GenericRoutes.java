package dev.agentpay.compat;

import dev.agentpay.calls.Calls;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.server.RouteServices;
import dev.agentpay.twilio.token.AccessTokens;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page of the Generic Pay Connector demo. What happens to a payment is shown in a Sync
/// document that the page makes.
final class GenericRoutes {
  private static final String DONE = "Payment Complete";

  /// The order of the page's four buttons.
  private static final List<CaptureField> BUTTONS =
      List.of(
          CaptureField.PAYMENT_CARD_NUMBER,
          CaptureField.EXPIRATION_DATE,
          CaptureField.POSTAL_CODE,
          CaptureField.SECURITY_CODE);

  private final CompatOptions options;
  private final RouteServices doorway;
  private final Clients clients;
  private final SyncTokens tokens;
  private final Payments payments;
  private final Calls calls;

  GenericRoutes(
      CompatOptions options,
      RouteServices doorway,
      Clients clients,
      SyncTokens tokens,
      Payments payments,
      Calls calls) {
    this.options = options;
    this.doorway = doorway;
    this.clients = clients;
    this.tokens = tokens;
    this.payments = payments;
    this.calls = calls;
  }

  void token(Context ctx) throws IOException {
    answering(
        ctx,
        (agent, _, origin) -> {
          final Map<String, Object> token = new LinkedHashMap<>();
          token.put(
              "accessToken",
              tokens
                  .give(agent, List.of(new AccessTokens.Voice(options.applicationSid())), origin)
                  .token());
          token.put("phoneNumber", options.phoneNumber());
          // Whoever starts the page's device wants its calls: it has no other way to say so.
          calls.setAvailability(agent, true, origin);
          return token;
        });
  }

  void startPaySession(Context ctx) throws IOException {
    answering(
        ctx,
        (agent, params, origin) ->
            Map.of(
                "paymentSid",
                payments
                    .start(
                        agent,
                        params.needed("callSid"),
                        new Payments.Wanted(
                            AgentPayRoutes.amount(params.text("paymentAmount")),
                            options.currency(),
                            options.connectors().getFirst(),
                            AgentPayRoutes.tokenType(java.util.Optional.empty()),
                            BUTTONS,
                            params.needed("syncDocumentSid")),
                        origin)
                    .sid()
                    .value()));
  }

  void updatePaySession(Context ctx) throws IOException {
    answering(
        ctx,
        (agent, params, origin) -> {
          final String step = params.needed("paymentStep");
          payments.capture(
              agent,
              params.needed("callSid"),
              params.needed("paymentSid"),
              AgentPayRoutes.field(step),
              origin);
          return step;
        });
  }

  void completePaySession(Context ctx) throws IOException {
    answering(
        ctx,
        (agent, params, origin) -> {
          payments.complete(agent, params.needed("callSid"), params.needed("paymentSid"), origin);
          return DONE;
        });
  }

  /// What the page gets as JSON.
  private interface Answering {
    Object of(AgentId agent, Params params, Origin origin);
  }

  private void answering(Context ctx, Answering answering) throws IOException {
    try {
      final byte[] body = doorway.body(ctx);
      final AgentId agent = clients.agentOrOnly(ctx, options.openDoor());
      Answers.json(ctx, answering.of(agent, Params.of(ctx, body), doorway.agent(ctx, agent)));
    } catch (Failed e) {
      Answers.error(ctx, e);
    }
  }
}
