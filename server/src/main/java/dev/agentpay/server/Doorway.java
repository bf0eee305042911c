package dev.agentpay.server;

import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Origin;
import dev.agentpay.twilio.Form;
import dev.agentpay.twilio.PublicUrl;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the server does for routes of other rooms: it checks signatures, passwords and tokens, and
/// bounds what is read.
public final class Doorway {
  private final Webhooks webhooks;
  private final Requests requests;
  private final Passwords passwords;
  private final Tokens tokens;
  private final LoginTries tries;
  private final Map<String, UserOption.Role> users = new HashMap<>();
  private final int longestBody;

  Doorway(
      ServerOptions options,
      Webhooks webhooks,
      Requests requests,
      Passwords passwords,
      Tokens tokens,
      LoginTries tries) {
    this.webhooks = webhooks;
    this.requests = requests;
    this.passwords = passwords;
    this.tokens = tokens;
    this.tries = tries;
    this.longestBody = options.limits().jsonBytes();
    options.signIn().users().forEach(user -> users.put(user.name(), user.role()));
  }

  /// What becomes of a webhook.
  public interface Taking {
    /// @param query of its address
    /// @throws dev.agentpay.twilio.BadWebhookException when it does not say what it is about
    Inbox.Taken take(Form body, Form query);
  }

  /// What became of a password.
  public sealed interface Password {}

  /// It is right.
  public record Right(AgentId user, boolean isAgent) implements Password {}

  /// Name or password is wrong.
  public record Wrong() implements Password {}

  /// Nobody looked: too many were tried. Wait that long.
  public record TooMany(Duration pause) implements Password {}

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

  /// Looks at a name and a password, not too often.
  public Password password(Context ctx, String name, String password) {
    final String address = requests.address(ctx);
    final Optional<Duration> wait = tries.take(name, address);
    if (wait.isPresent()) {
      return new TooMany(wait.get());
    }
    if (!passwords.areRight(name, password)) {
      return new Wrong();
    }
    tries.giveBack(name, address);
    return new Right(new AgentId(name), isAgent(name));
  }

  /// The agent whose API token this is, as `POST /api/login` gives it.
  public Optional<AgentId> token(String token) {
    return tokens
        .check(token)
        .map(Tokens.Bearer::caller)
        .filter(caller -> caller.role() == UserOption.Role.AGENT)
        .map(Caller::name);
  }

  /// Whether somebody of this name is an agent here.
  public boolean isAgent(String name) {
    return users.get(name) == UserOption.Role.AGENT;
  }

  /// The agents there are.
  public java.util.List<AgentId> agents() {
    return users.entrySet().stream()
        .filter(user -> user.getValue() == UserOption.Role.AGENT)
        .map(user -> new AgentId(user.getKey()))
        .toList();
  }
}
