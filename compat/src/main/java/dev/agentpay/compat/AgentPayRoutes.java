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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The routes of the npm client `@deshartman/agent-pay` 4.x and of its earlier major versions.
final class AgentPayRoutes {
  private final CompatOptions options;
  private final RouteServices services;
  private final ClientAuth auth;
  private final SyncTokens tokens;
  private final Payments payments;
  private final Claims claims;
  private final Duration uuiKept;

  AgentPayRoutes(
      CompatOptions options,
      RouteServices services,
      ClientAuth auth,
      SyncTokens tokens,
      Payments payments,
      Claims claims,
      Duration uuiKept) {
    this.options = options;
    this.services = services;
    this.auth = auth;
    this.tokens = tokens;
    this.payments = payments;
    this.claims = claims;
    this.uuiKept = uuiKept;
  }

  /// Signs in an agent with name and password. The original server expected the account's auth
  /// token instead.
  void loginMock(Context ctx) {
    respondQuoted(
        ctx,
        () -> {
          final AgentId agent = auth.agent(ctx);
          return tokens.issue(agent, List.of(), services.agent(ctx, agent)).token();
        });
  }

  void getSyncToken(Context ctx) throws IOException {
    final byte[] body = services.body(ctx);
    respondQuoted(
        ctx,
        () -> {
          final AgentId agent = tokenOwner(ctx, Params.of(ctx, body));
          return tokens.issue(agent, List.of(), services.agent(ctx, agent)).token();
        });
  }

  /// Returns the configuration that major versions 2 and 3 load first. Version 1 sends no identity
  /// and expects the account's API secret.
  void getConfig(Context ctx) throws IOException {
    final byte[] body = services.body(ctx);
    try {
      final Params params = Params.of(ctx, body);
      if (params.text("identity").isEmpty()) {
        Responses.text(
            ctx,
            410,
            "payclient 1.x needs the account's API secret in the browser, which this server never"
                + " gives out. Update the page to @deshartman/agent-pay 4.x; see docs/migrating.md.");
        return;
      }
      final AgentId agent = tokenOwner(ctx, params);
      final SyncTokens.IssuedToken issued =
          tokens.issue(agent, List.of(), services.agent(ctx, agent));
      final Map<String, Object> config = new LinkedHashMap<>();
      config.put("functionsURL", services.here(ctx).value());
      config.put("paymentConnector", options.connectors().getFirst());
      config.put("paySyncServiceSid", issued.service());
      config.put("paySyncToken", issued.token());
      config.put("captureOrder", order(true, false).stream().map(CaptureField::wire).toList());
      config.put("currency", options.currency());
      config.put("tokenType", TokenType.REUSABLE.wire());
      Responses.json(ctx, config);
    } catch (RequestFailedException e) {
      Responses.challenge(ctx, e);
      Responses.text(ctx, e.status(), e.reason());
    }
  }

  void startCapture(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        "StartCapture",
        (agent, params, origin) ->
            payments.start(
                agent,
                params.required("callSid"),
                new Payments.StartRequest(
                    amount(params.text("ChargeAmount")),
                    params.text("Currency").orElse(options.currency()).toUpperCase(Locale.ROOT),
                    connector(options, params.text("PaymentConnector")),
                    tokenType(params.text("TokenType")),
                    order(params.flag("SecurityCode", true), params.flag("PostalCode", true)),
                    true,
                    options.payMap()),
                origin));
  }

  void updateCaptureType(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        "captureToken",
        (agent, params, origin) ->
            payments.capture(
                agent,
                params.required("callSid"),
                params.required("paySid"),
                field(params.required("captureType")),
                origin));
  }

  void changeSession(Context ctx) throws IOException {
    respondWithPayment(
        ctx,
        "changeSession",
        (agent, params, origin) ->
            change(
                payments,
                agent,
                params.required("callSid"),
                params.required("paySid"),
                params.required("Status"),
                origin));
  }

  /// Returns the call with the given UUI.
  void uui2sid(Context ctx) throws IOException {
    final byte[] body = services.body(ctx);
    try {
      final AgentId agent = auth.agent(ctx);
      final Params params = Params.of(ctx, body);
      final Optional<Call> call =
          Uui.of(params.required("uui")).map(claims::known).stream()
              .flatMap(known -> known.calls().stream())
              .filter(c -> c.owner().map(agent::equals).orElse(true))
              .findFirst();
      final Call found =
          call.orElseThrow(
              () -> new RequestFailedException(404, "Error with uu2sid: No call has this UUI"));
      final Instant expires = found.startedAt().plus(uuiKept);
      Responses.json(
          ctx,
          Map.of(
              "data",
              Map.of("uui", params.required("uui"), "pstnSid", found.sid().value()),
              "dateExpires",
              expires.toString()));
    } catch (RequestFailedException e) {
      Responses.challenge(ctx, e);
      ctx.status(e.status());
      Responses.quoted(ctx, e.reason());
    }
  }

  /// Runs a payment action and responds with the Payment's sid.
  ///
  /// @param operation the original server's name for it, which its error texts contain
  private void respondWithPayment(Context ctx, String operation, Payments.Action action)
      throws IOException {
    final byte[] body = services.body(ctx);
    final AgentId agent;
    try {
      agent = authenticate(ctx, body);
    } catch (RequestFailedException e) {
      Responses.text(ctx, e.status(), "Authorisation Error " + e.reason());
      return;
    }
    try {
      final Params params = Params.of(ctx, body);
      Responses.quoted(ctx, action.run(agent, params, services.agent(ctx, agent)).sid().value());
    } catch (RequestFailedException e) {
      Responses.text(ctx, 400, "Error with %s: %s".formatted(operation, e.reason()));
    }
  }

  /// Authenticates the agent by a bearer token. Versions before 4.3 send none; if
  /// `compat.open-door` is on, they are identified by their idempotency key, which is the agent's
  /// name followed by the time in milliseconds.
  private AgentId authenticate(Context ctx, byte[] body) {
    if (!options.openDoor() || ClientAuth.hasCredentials(ctx)) {
      return auth.bearer(ctx);
    }
    return Params.of(ctx, body)
        .text("IdempotencyKey")
        .map(key -> key.replaceFirst("[0-9]{13}$", ""))
        .filter(services::isAgent)
        .map(AgentId::new)
        .orElseThrow(() -> new RequestFailedException(401, "no auth header present"));
  }

  /// Returns the agent for whom a token or configuration is requested. Agents can request only
  /// their own; if `compat.open-door` is on, requests without credentials can name any agent.
  private AgentId tokenOwner(Context ctx, Params params) {
    final Optional<String> identity = params.text("identity");
    if (options.openDoor() && !ClientAuth.hasCredentials(ctx)) {
      return identity
          .filter(services::isAgent)
          .map(AgentId::new)
          .orElseThrow(() -> new RequestFailedException(403, "No agent has this identity"));
    }
    final AgentId agent = auth.agent(ctx);
    if (identity.filter(name -> !name.equals(agent.value())).isPresent()) {
      throw new RequestFailedException(403, "You can request a token only for yourself");
    }
    return agent;
  }

  private List<CaptureField> order(boolean securityCode, boolean postalCode) {
    return order(options, securityCode, postalCode);
  }

  static List<CaptureField> order(CompatOptions options, boolean securityCode, boolean postalCode) {
    return Stream.concat(options.captureOrder().stream(), CompatOptions.CAPTURE_ORDER.stream())
        .distinct()
        .filter(field -> field != CaptureField.SECURITY_CODE || securityCode)
        .filter(field -> field != CaptureField.POSTAL_CODE || postalCode)
        .toList();
  }

  /// Returns the amount to charge. A missing amount or zero means a token, so the result is empty.
  static Optional<String> amount(Optional<String> text) {
    try {
      return text.filter(amount -> new BigDecimal(amount).signum() != 0);
    } catch (NumberFormatException e) {
      throw new RequestFailedException(400, "The amount must be a number");
    }
  }

  static String connector(CompatOptions options, Optional<String> name) {
    final String connector = name.orElse(options.connectors().getFirst());
    if (!options.connectors().contains(connector)) {
      throw new RequestFailedException(
          400, "The PaymentConnector must be one of " + String.join(", ", options.connectors()));
    }
    return connector;
  }

  static TokenType tokenType(Optional<String> name) {
    for (TokenType type : TokenType.values()) {
      if (name.isEmpty() ? type == TokenType.REUSABLE : type.wire().equals(name.get())) {
        return type;
      }
    }
    throw new RequestFailedException(400, "TokenType must be one-time, reusable or payment-method");
  }

  static CaptureField field(String name) {
    for (CaptureField field : CaptureField.values()) {
      if (field.wire().equals(name)) {
        return field;
      }
    }
    throw new RequestFailedException(
        400,
        "The field to capture must be one of "
            + Arrays.stream(CaptureField.values())
                .map(CaptureField::wire)
                .collect(Collectors.joining(", ")));
  }

  static Payments.Payment change(
      Payments payments, AgentId agent, String call, String payment, String status, Origin origin) {
    return switch (status) {
      case "complete" -> payments.complete(agent, call, payment, origin);
      case "cancel" -> payments.cancel(agent, call, payment, origin);
      default -> throw new RequestFailedException(400, "The status must be complete or cancel");
    };
  }

  private static void respondQuoted(Context ctx, Supplier<String> text) {
    try {
      Responses.quoted(ctx, text.get());
    } catch (RequestFailedException e) {
      Responses.challenge(ctx, e);
      ctx.status(e.status());
      Responses.quoted(ctx, e.reason());
    }
  }
}
