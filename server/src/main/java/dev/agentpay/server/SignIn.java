package dev.agentpay.server;

import dev.agentpay.calls.Calls;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.server.UserOption.Role;
import dev.agentpay.server.views.AgentView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signing in, and who one is.
final class SignIn {
  private static final Map<String, Boolean> AVAILABILITY = availability();

  /// Longest name that is looked at; a user's has 64.
  private static final int MAX_NAME = 128;

  private final Map<String, Role> users = new LinkedHashMap<>();
  private final Passwords passwords;
  private final Tokens tokens;
  private final LoginTries tries;
  private final Calls calls;
  private final Requests requests;

  /// Who somebody is, as the API shows it.
  record UserView(String name, String role) {
    static UserView of(Caller caller) {
      return new UserView(caller.name().value(), caller.role().wire());
    }
  }

  /// Who somebody is, and whether calls come to them.
  record MeView(UserView user, AgentView agent) {}

  private record LoginView(String token, String tokenType, Instant expiresAt, UserView user) {
    @Override
    public String toString() {
      return "LoginView[" + user + "]";
    }
  }

  SignIn(
      ServerOptions options,
      Passwords passwords,
      Tokens tokens,
      LoginTries tries,
      Calls calls,
      Requests requests) {
    options.signIn().users().forEach(user -> users.put(user.name(), user.role()));
    this.passwords = passwords;
    this.tokens = tokens;
    this.tries = tries;
    this.calls = calls;
    this.requests = requests;
  }

  void login(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final String name = fields.needed("name", MAX_NAME);
    final String password = fields.needed("password", Passwords.MAX_LENGTH);
    fields.done();
    final String address = requests.address(ctx);
    final Optional<Duration> wait = tries.take(name, address);
    if (wait.isPresent()) {
      throw new ProblemException(
          ProblemType.TOO_MANY, "too many attempts to sign in; wait", List.of(), wait);
    }
    if (!passwords.areRight(name, password)) {
      throw new ProblemException(ProblemType.UNAUTHORIZED, "the name or the password is wrong");
    }
    tries.giveBack(name, address);
    final Role role = Optional.ofNullable(users.get(name)).orElseThrow();
    final Caller caller = new Caller(new AgentId(name), role);
    final Tokens.Token token = tokens.make(caller);
    requests.answer(
        ctx, new LoginView(token.value(), "Bearer", token.expiresAt(), UserView.of(caller)));
  }

  void me(Context ctx) {
    requests.answer(ctx, me(Caller.of(ctx)));
  }

  MeView me(Caller caller) {
    return new MeView(UserView.of(caller), AgentView.of(calls.find(caller.name())));
  }

  void available(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("availability", MAX_NAME);
    final Optional<Boolean> ready = fields.oneOf("availability", AVAILABILITY);
    fields.done();
    final Origin origin = requests.origin(ctx);
    requests.answer(
        ctx,
        AgentView.of(calls.setAvailability(Caller.of(ctx).name(), ready.orElseThrow(), origin)));
  }

  private static Map<String, Boolean> availability() {
    final Map<String, Boolean> names = new LinkedHashMap<>();
    names.put("ready", true);
    names.put("away", false);
    return names;
  }
}
