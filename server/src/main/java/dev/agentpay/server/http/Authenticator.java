package dev.agentpay.server.http;

import dev.agentpay.auth.Access;
import dev.agentpay.auth.Caller;
import dev.agentpay.auth.Tokens;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Checks the token and the role of every request.
public final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final String CALLER = "agentpay.caller";
  private static final String EXPIRES = "agentpay.expires";

  private final Tokens tokens;

  public Authenticator(Tokens tokens) {
    this.tokens = tokens;
  }

  /// @throws ProblemException `UNAUTHORIZED` or `FORBIDDEN`
  public void check(Context ctx, Access access) {
    if (access == Access.ANYONE) {
      return;
    }
    final Tokens.Bearer bearer =
        Optional.ofNullable(ctx.header("Authorization"))
            .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .flatMap(header -> tokens.check(header.substring(SCHEME.length()).strip()))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.UNAUTHORIZED,
                        "send Authorization: Bearer with a valid token; POST /api/login gives a new"
                            + " one"));
    if (!access.lets(bearer.caller().role())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "the role " + bearer.caller().role().wire() + " may not use this route");
    }
    ctx.attribute(CALLER, bearer.caller());
    ctx.attribute(EXPIRES, bearer.expiresAt());
  }

  /// Returns the user who sent this request. Call it only on routes that require a token.
  public static Caller caller(Context ctx) {
    return Objects.requireNonNull(ctx.<Caller>attribute(CALLER), "this route requires no token");
  }

  /// Returns when the token of this request expires.
  public static Instant expiry(Context ctx) {
    return Objects.requireNonNull(ctx.<Instant>attribute(EXPIRES));
  }
}
