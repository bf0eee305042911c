package dev.agentpay.server.api;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Passwords;
import dev.agentpay.auth.SignIn;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.auth.SignIns;
import dev.agentpay.auth.Tokens;
import dev.agentpay.calls.Calls;
import dev.agentpay.events.Origin;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.http.SignInAudit;
import dev.agentpay.server.views.AgentView;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// API routes for signing in and for the signed-in user.
public final class SignInRoutes {
  private static final Map<String, Boolean> AVAILABILITY = availability();

  /// Longest user name that is checked; names of users have at most 64 characters.
  private static final int MAX_NAME = 128;

  private final SignInAudit signIn;
  private final DeviceCookie cookie;
  private final Tokens tokens;
  private final SignIns signIns;
  private final Calls calls;
  private final Sight sight;
  private final Requests requests;

  /// A user, as the API shows them.
  record UserView(String name, String role) {
    static UserView of(Caller caller) {
      return new UserView(caller.name().value(), caller.role().wire());
    }
  }

  /// The signed-in user, and whether they take calls.
  public record MeView(UserView user, AgentView agent) {}

  private record LoginView(String token, String tokenType, Instant expiresAt, UserView user) {
    @Override
    public String toString() {
      return "LoginView[" + user + "]";
    }
  }

  public SignInRoutes(
      SignInAudit signIn,
      DeviceCookie cookie,
      Tokens tokens,
      SignIns signIns,
      Calls calls,
      Sight sight,
      Requests requests) {
    this.sight = sight;
    this.signIn = signIn;
    this.cookie = cookie;
    this.tokens = tokens;
    this.signIns = signIns;
    this.calls = calls;
    this.requests = requests;
  }

  public void login(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    final String name = fields.needed("name", MAX_NAME);
    final String password = fields.needed("password", Passwords.MAX_LENGTH);
    fields.done();
    final Caller caller =
        signedIn(signIn.attempt(name, password, requests.address(ctx), cookie.device(ctx, name)));
    final Tokens.Token token = tokens.make(caller);
    cookie.remember(ctx, name);
    requests.answer(
        ctx, new LoginView(token.value(), "Bearer", token.expiresAt(), UserView.of(caller)));
  }

  /// Ends the sign-in: its token is refused from now on, and its live updates end.
  public void logout(Context ctx) throws IOException {
    requests.nothing(ctx);
    signIns.end(Authenticator.bearer(ctx), SignInEvent.Reason.SIGNED_OUT, requests.origin(ctx));
    ctx.status(204);
  }

  /// A page reports that its user does something without a request. The check of the token has
  /// already noted it.
  public void active(Context ctx) throws IOException {
    requests.nothing(ctx);
    ctx.status(204);
  }

  private static Caller signedIn(SignIn.Result result) {
    return switch (result) {
      case SignIn.SignedIn(Caller user) -> user;
      case SignIn.Wrong _ ->
          throw new ProblemException(ProblemType.UNAUTHORIZED, "wrong name or password");
      case SignIn.TooManyAttempts(Duration retryAfter) ->
          throw new ProblemException(
              ProblemType.TOO_MANY,
              "too many attempts to sign in; try again later",
              List.of(),
              Optional.of(retryAfter));
      case SignIn.Locked(Duration retryAfter) ->
          throw new ProblemException(
              ProblemType.LOCKED,
              "too many wrong passwords in a row; try again later, or in a browser in which you have"
                  + " signed in before",
              List.of(),
              Optional.of(retryAfter));
      case SignIn.Busy(Duration retryAfter) ->
          throw new ProblemException(
              ProblemType.TOO_MANY,
              "too many users are signing in now; try again later",
              List.of(),
              Optional.of(retryAfter));
    };
  }

  public void me(Context ctx) {
    requests.answer(ctx, me(Authenticator.caller(ctx)));
  }

  public MeView me(Caller caller) {
    final AgentView agent = AgentView.of(calls.find(caller.name()));
    return new MeView(
        UserView.of(caller),
        new AgentView(
            agent.name(),
            agent.availability(),
            agent.call().filter(call -> sight.seesCall(caller, call)),
            agent.version()));
  }

  public void available(Context ctx) throws IOException {
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("availability", MAX_NAME);
    final Optional<Boolean> ready = fields.oneOf("availability", AVAILABILITY);
    fields.done();
    final Origin origin = requests.origin(ctx);
    requests.answer(
        ctx,
        AgentView.of(
            calls.setAvailability(Authenticator.caller(ctx).name(), ready.orElseThrow(), origin)));
  }

  private static Map<String, Boolean> availability() {
    final Map<String, Boolean> names = new LinkedHashMap<>();
    names.put("ready", true);
    names.put("away", false);
    return names;
  }
}
