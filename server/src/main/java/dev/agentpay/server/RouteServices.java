package dev.agentpay.server;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignIn;
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
import dev.agentpay.server.webhook.Webhooks;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.PublicUrl;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What the server offers to routes of other modules: checks of signatures, passwords and tokens,
/// and bounded reading of bodies.
public final class RouteServices {
  private final Webhooks webhooks;
  private final Requests requests;
  private final Users users;
  private final SignIn signIn;
  private final Tokens tokens;
  private final int longestBody;

  RouteServices(
      Webhooks webhooks,
      Requests requests,
      Users users,
      SignIn signIn,
      Tokens tokens,
      int longestBody) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.users = users;
    this.signIn = signIn;
    this.tokens = tokens;
    this.longestBody = longestBody;
  }

  /// What becomes of a webhook.
  public interface Taking {
    /// @param query of its address
    /// @throws dev.agentpay.twilio.BadWebhookException when it does not say what it is about
    Inbox.Taken take(Form body, Form query);
  }

  /// Lets in what Twilio has signed and nothing else.
  ///
  /// @param kind for the metrics, such as `voice`
  /// @throws RuntimeException which the server answers when the signature does not hold
  public void webhook(Context ctx, String kind, Taking taking) throws IOException {
    webhooks.take(ctx, kind, taking::take);
  }

  /// Our own address as Twilio sees it.
  public PublicUrl here(Context ctx) {
    return new PublicUrl(webhooks.base(ctx));
  }

  /// The origin of what Twilio tells.
  public Origin twilio(Context ctx, String cause) {
    return new Origin(Actor.TWILIO, requests.address(ctx), cause);
  }

  /// The origin of what an agent asks for.
  public Origin agent(Context ctx, AgentId agent) {
    return new Origin(
        new Actor(Actor.Role.AGENT, agent.value()), requests.address(ctx), Routes.cause(ctx));
  }

  /// A request's body, whatever its content type says.
  ///
  /// @throws RuntimeException which the server answers when it is too long
  public byte[] body(Context ctx) throws IOException {
    return Bodies.read(ctx, longestBody);
  }

  /// Checks a name and a password; attempts are limited.
  public SignIn.Result signIn(Context ctx, String name, String password) {
    return signIn.attempt(name, password, requests.address(ctx));
  }

  /// The agent whose API token this is, as `POST /api/login` gives it.
  public Optional<AgentId> token(String token) {
    return tokens
        .check(token)
        .map(Tokens.Bearer::caller)
        .filter(caller -> caller.role() == User.Role.AGENT)
        .map(Caller::name);
  }

  /// Whether a user of this name is an agent.
  public boolean isAgent(String name) {
    return users.isAgent(name);
  }

  /// Everybody who is an agent.
  public List<AgentId> agents() {
    return users.agents();
  }
}
