package dev.agentpay.server;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignIn;
import dev.agentpay.auth.SignIns;
import dev.agentpay.auth.Tokens;
import dev.agentpay.auth.User;
import dev.agentpay.auth.Users;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.server.http.Bodies;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.http.Routes;
import dev.agentpay.server.http.SignInAudit;
import dev.agentpay.server.webhook.Webhooks;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PublicUrl;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Services that the server offers to routes of other modules: checks of signatures, passwords and
/// tokens, and bounded reading of bodies.
public final class RouteServices {
  /// Values of `Sec-Fetch-Site` that a page of another site causes.
  private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

  private final Webhooks webhooks;
  private final Requests requests;
  private final Users users;
  private final SignInAudit signIn;
  private final Tokens tokens;
  private final SignIns signIns;
  private final int longestBody;
  private final Set<String> allowedOrigins;

  RouteServices(
      Webhooks webhooks,
      Requests requests,
      Users users,
      SignInAudit signIn,
      Tokens tokens,
      SignIns signIns,
      int longestBody,
      Set<String> allowedOrigins) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.users = users;
    this.signIn = signIn;
    this.tokens = tokens;
    this.signIns = signIns;
    this.longestBody = longestBody;
    this.allowedOrigins = allowedOrigins;
  }

  /// Handles a webhook whose signature was verified.
  public interface WebhookHandler {
    /// @param query parameters of the webhook's URL
    /// @throws dev.agentpay.twilio.webhook.BadWebhookException if a required parameter is missing
    ///   or malformed
    Inbox.Taken take(Form body, Form query);
  }

  /// Accepts only a webhook that Twilio has signed.
  ///
  /// @param kind for the metrics, such as `voice`
  /// @throws RuntimeException if the signature is missing or wrong; the server answers it
  public void webhook(Context ctx, String kind, WebhookHandler handler) throws IOException {
    webhooks.take(ctx, kind, handler::take);
  }

  /// Returns our base URL as Twilio sees it.
  public PublicUrl here(Context ctx) {
    return new PublicUrl(webhooks.base(ctx));
  }

  /// Returns the origin for events that Twilio causes.
  public Origin twilio(Context ctx, String cause) {
    return new Origin(Actor.TWILIO, requests.address(ctx), cause);
  }

  /// Returns the origin for events that an agent causes.
  public Origin agent(Context ctx, AgentId agent) {
    return new Origin(
        new Actor(Actor.Role.AGENT, agent.value()), requests.address(ctx), Routes.cause(ctx));
  }

  /// Returns the body of a request of any content type.
  ///
  /// @throws RuntimeException if it is too long; the server answers it
  public byte[] body(Context ctx) throws IOException {
    return Bodies.read(ctx, longestBody);
  }

  /// Checks a name and a password. The number of attempts is limited, and wrong passwords count for
  /// the lock of the name.
  public SignIn.Result signIn(Context ctx, String name, String password) {
    return signIn.attempt(name, password, requests.address(ctx), Optional.empty());
  }

  /// Returns the agent of an API token from `POST /api/login`; empty if the token is invalid, its
  /// sign-in has ended, it is pinned, or it is not an agent's.
  public Optional<AgentId> token(String token) {
    return tokens
        .check(token)
        .filter(bearer -> signIns.check(bearer, true).isEmpty())
        .map(Tokens.Bearer::caller)
        .filter(caller -> caller.role() == User.Role.AGENT && !caller.isPinned())
        .map(Caller::name);
  }

  /// Whether a user of this name is an agent.
  public boolean isAgent(String name) {
    return users.isAgent(name);
  }

  /// Whether a page of another site made the browser send this request. Such a request carries the
  /// name and password that the browser remembers, so it must not change anything. A bearer token
  /// is never sent by itself. Programs and Twilio send neither header.
  public boolean isFromForeignPage(Context ctx) {
    if (Optional.ofNullable(ctx.header("Authorization")).orElse("").startsWith("Bearer ")) {
      return false;
    }
    final Optional<String> origin = Optional.ofNullable(ctx.header("Origin"));
    return origin.isPresent()
        ? !isOurs(ctx, origin.get())
        : FOREIGN_SITES.contains(Optional.ofNullable(ctx.header("Sec-Fetch-Site")).orElse(""));
  }

  private boolean isOurs(Context ctx, String origin) {
    return allowedOrigins.contains(origin)
        || here(ctx).value().equals(origin)
        || origin.replaceFirst("^https?://", "").equals(ctx.header("Host"));
  }

  /// Returns all agents.
  public List<AgentId> agents() {
    return users.agents();
  }
}
