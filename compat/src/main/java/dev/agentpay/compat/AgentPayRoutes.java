package dev.agentpay.compat;

import dev.agentpay.calls.Call;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.Uui;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.payments.values.CaptureField;
import dev.agentpay.payments.values.TokenType;
import dev.agentpay.server.RouteServices;
import io.javalin.http.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The npm client `@deshartman/agent-pay` 4.x, and what its two majors before ask for.
final class AgentPayRoutes {
  private final CompatOptions options;
  private final RouteServices doorway;
  private final Clients clients;
  private final SyncTokens tokens;
  private final Payments payments;
  private final Claims claims;
  private final Duration uuiKept;

  AgentPayRoutes(
      CompatOptions options,
      RouteServices doorway,
      Clients clients,
      SyncTokens tokens,
      Payments payments,
      Claims claims,
      Duration uuiKept) {
    this.options = options;
    this.doorway = doorway;
    this.clients = clients;
    this.tokens = tokens;
    this.payments = payments;
    this.claims = claims;
    this.uuiKept = uuiKept;
  }

  /// The old page's sign-in: with a user of ours, no longer with the account's token.
  void loginMock(Context ctx) {
    quoting(
        ctx,
        () -> {
          final AgentId agent = clients.agent(ctx);
          return tokens.give(agent, List.of(), doorway.agent(ctx, agent)).token();
        });
  }

  void getSyncToken(Context ctx) throws IOException {
    final byte[] body = doorway.body(ctx);
    quoting(
        ctx,
        () -> {
          final AgentId agent = named(ctx, Params.of(ctx, body));
          return tokens.give(agent, List.of(), doorway.agent(ctx, agent)).token();
        });
  }

  /// What majors 2 and 3 start with. Major 1 asked without saying who, and got the account's
  /// secret.
  void getConfig(Context ctx) throws IOException {
    final byte[] body = doorway.body(ctx);
    try {
      final Params params = Params.of(ctx, body);
      if (params.text("identity").isEmpty()) {
        Answers.text(
            ctx,
            410,
            "payclient 1.x wants the account's API secret in the browser, which is never given out."
                + " Update the page to @deshartman/agent-pay 4.x; docs/migrating.md says how.");
        return;
      }
      final AgentId agent = named(ctx, params);
      final SyncTokens.Given given = tokens.give(agent, List.of(), doorway.agent(ctx, agent));
      final Map<String, Object> config = new LinkedHashMap<>();
      config.put("functionsURL", doorway.here(ctx).value());
      config.put("paymentConnector", options.connectors().getFirst());
      config.put("paySyncServiceSid", given.service());
      config.put("paySyncToken", given.token());
      config.put("captureOrder", order(true, false).stream().map(CaptureField::wire).toList());
      config.put("currency", options.currency());
      config.put("tokenType", TokenType.REUSABLE.wire());
      Answers.json(ctx, config);
    } catch (Failed e) {
      Answers.challenge(ctx, e);
      Answers.text(ctx, e.status(), e.why());
    }
  }

  void startCapture(Context ctx) throws IOException {
    acting(
        ctx,
        "StartCapture",
        (agent, params, origin) ->
            payments.start(
                agent,
                params.needed("callSid"),
                new Payments.Wanted(
                    amount(params.text("ChargeAmount")),
                    params.text("Currency").orElse(options.currency()).toUpperCase(Locale.ROOT),
                    connector(options, params.text("PaymentConnector")),
                    tokenType(params.text("TokenType")),
                    order(params.flag("SecurityCode", true), params.flag("PostalCode", true)),
                    options.payMap()),
                origin));
  }

  void updateCaptureType(Context ctx) throws IOException {
    acting(
        ctx,
        "captureToken",
        (agent, params, origin) ->
            payments.capture(
                agent,
                params.needed("callSid"),
                params.needed("paySid"),
                field(params.needed("captureType")),
                origin));
  }

  void changeSession(Context ctx) throws IOException {
    acting(
        ctx,
        "changeSession",
        (agent, params, origin) ->
            change(
                payments,
                agent,
                params.needed("callSid"),
                params.needed("paySid"),
                params.needed("Status"),
                origin));
  }

  /// Which call a UUI is.
  void uui2sid(Context ctx) throws IOException {
    final byte[] body = doorway.body(ctx);
    try {
      final AgentId agent = clients.agent(ctx);
      final Params params = Params.of(ctx, body);
      final Optional<Call> call =
          Uui.of(params.needed("uui")).map(claims::known).stream()
              .flatMap(known -> known.calls().stream())
              .filter(c -> c.owner().map(agent::equals).orElse(true))
              .findFirst();
      final Call found =
          call.orElseThrow(() -> new Failed(404, "Error with uu2sid: no call has this UUI"));
      final Instant expires = found.startedAt().plus(uuiKept);
      Answers.json(
          ctx,
          Map.of(
              "data",
              Map.of("uui", params.needed("uui"), "pstnSid", found.sid().value()),
              "dateExpires",
              expires.toString()));
    } catch (Failed e) {
      Answers.challenge(ctx, e);
      ctx.status(e.status());
      Answers.quoted(ctx, e.why());
    }
  }

  /// What a client asks of a payment.
  private interface Asking {
    Payments.Payment of(AgentId agent, Params params, Origin origin);
  }

  private void acting(Context ctx, String what, Asking asking) throws IOException {
    final byte[] body = doorway.body(ctx);
    final AgentId agent;
    try {
      agent = who(ctx, body);
    } catch (Failed e) {
      Answers.text(ctx, e.status(), "Authorisation Error " + e.why());
      return;
    }
    try {
      final Params params = Params.of(ctx, body);
      Answers.quoted(ctx, asking.of(agent, params, doorway.agent(ctx, agent)).sid().value());
    } catch (Failed e) {
      Answers.text(ctx, 400, "Error with %s: %s".formatted(what, e.why()));
    }
  }

  /// Majors before 4.3 send no token. Behind the open door their idempotency key says who it is:
  /// the agent's name and the time.
  private AgentId who(Context ctx, byte[] body) {
    if (!options.openDoor() || Clients.isNamed(ctx)) {
      return clients.bearer(ctx);
    }
    return Params.of(ctx, body)
        .text("IdempotencyKey")
        .map(key -> key.replaceFirst("[0-9]{13}$", ""))
        .filter(doorway::isAgent)
        .map(AgentId::new)
        .orElseThrow(() -> new Failed(401, "no auth header present"));
  }

  /// Whose token or configuration is wanted: their own, or behind the open door anybody's.
  private AgentId named(Context ctx, Params params) {
    final Optional<String> identity = params.text("identity");
    if (options.openDoor() && !Clients.isNamed(ctx)) {
      return identity
          .filter(doorway::isAgent)
          .map(AgentId::new)
          .orElseThrow(() -> new Failed(403, "no agent has this identity"));
    }
    final AgentId agent = clients.agent(ctx);
    if (identity.filter(name -> !name.equals(agent.value())).isPresent()) {
      throw new Failed(403, "a token is given for oneself only");
    }
    return agent;
  }

  private List<CaptureField> order(boolean securityCode, boolean postalCode) {
    return order(options, securityCode, postalCode);
  }

  static List<CaptureField> order(CompatOptions options, boolean securityCode, boolean postalCode) {
    return java.util.stream.Stream.concat(
            options.captureOrder().stream(), CompatOptions.CAPTURE_ORDER.stream())
        .distinct()
        .filter(field -> field != CaptureField.SECURITY_CODE || securityCode)
        .filter(field -> field != CaptureField.POSTAL_CODE || postalCode)
        .toList();
  }

  /// Empty for a token: nothing, or zero in any spelling.
  static Optional<String> amount(Optional<String> text) {
    try {
      return text.filter(amount -> new BigDecimal(amount).signum() != 0);
    } catch (NumberFormatException e) {
      throw new Failed(400, "the amount is no number");
    }
  }

  static String connector(CompatOptions options, Optional<String> name) {
    final String connector = name.orElse(options.connectors().getFirst());
    if (!options.connectors().contains(connector)) {
      throw new Failed(400, "no such PaymentConnector is configured on this server");
    }
    return connector;
  }

  static TokenType tokenType(Optional<String> name) {
    for (TokenType type : TokenType.values()) {
      if (name.isEmpty() ? type == TokenType.REUSABLE : type.wire().equals(name.get())) {
        return type;
      }
    }
    throw new Failed(400, "TokenType is one-time, reusable or payment-method");
  }

  static CaptureField field(String name) {
    for (CaptureField field : CaptureField.values()) {
      if (field.wire().equals(name)) {
        return field;
      }
    }
    throw new Failed(400, "there is no such field to capture");
  }

  static Payments.Payment change(
      Payments payments, AgentId agent, String call, String payment, String status, Origin origin) {
    return switch (status) {
      case "complete" -> payments.complete(agent, call, payment, origin);
      case "cancel" -> payments.cancel(agent, call, payment, origin);
      default -> throw new Failed(400, "the status is complete or cancel");
    };
  }

  /// What an answer says.
  private interface Saying {
    String text();
  }

  private static void quoting(Context ctx, Saying saying) {
    try {
      Answers.quoted(ctx, saying.text());
    } catch (Failed e) {
      Answers.challenge(ctx, e);
      if (e.status() == 401) {
        Answers.text(ctx, 401, e.why());
      } else {
        ctx.status(e.status());
        Answers.quoted(ctx, e.why());
      }
    }
  }
}
