package dev.agentpay.server.http;

import dev.agentpay.auth.Access;
import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignInEvent;
import dev.agentpay.auth.SignIns;
import dev.agentpay.auth.Tokens;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Checks the token, its sign-in and the role of every request.
public final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final String BEARER = "agentpay.bearer";

  private final Function<String, Optional<Tokens.Bearer>> tokens;
  private final SignIns signIns;

  /// @param tokens returns the user of a token; empty if it is not valid
  public Authenticator(Function<String, Optional<Tokens.Bearer>> tokens, SignIns signIns) {
    this.tokens = tokens;
    this.signIns = signIns;
  }

  /// @throws ProblemException `UNAUTHORIZED`, `IDLE` or `FORBIDDEN`
  public void check(Context ctx, Route route) {
    final Access access = route.access();
    if (access == Access.ANYONE) {
      return;
    }
    final Tokens.Bearer bearer =
        credentials(ctx)
            .flatMap(tokens)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.UNAUTHORIZED,
                        "send Authorization: Bearer with a valid token; POST /api/login gives a new"
                            + " one"));
    final Optional<SignInEvent.Reason> end = signIns.check(bearer, route.isActivity());
    if (end.isPresent()) {
      throw ended(end.get());
    }
    if (!access.lets(bearer.caller().role())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "the role " + bearer.caller().role().wire() + " may not use this route");
    }
    if (bearer.caller().isPinned() && !route.isForPinned()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "a token that is pinned to a payment may not use this route");
    }
    ctx.attribute(BEARER, bearer);
  }

  private ProblemException ended(SignInEvent.Reason reason) {
    final long minutes = signIns.idleAfter().toMinutes();
    return switch (reason) {
      case SIGNED_OUT ->
          new ProblemException(
              ProblemType.UNAUTHORIZED, "you have signed out; POST /api/login signs in again");
      case IDLE ->
          new ProblemException(
              ProblemType.IDLE,
              "you were signed out after %s minutes without activity; POST /api/login signs in again"
                  .formatted(minutes),
              Map.of("idleMinutes", minutes));
    };
  }

  /// Returns the credentials of a request with `Authorization: Bearer`.
  public static Optional<String> credentials(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  /// Returns the user who sent this request. Call it only on routes that require a token.
  public static Caller caller(Context ctx) {
    return bearer(ctx).caller();
  }

  /// Returns what the token of this request says.
  public static Tokens.Bearer bearer(Context ctx) {
    return Objects.requireNonNull(
        ctx.<Tokens.Bearer>attribute(BEARER), "this route requires no token");
  }
}
