package dev.agentpay.server;

import io.javalin.http.Context;
import java.util.Optional;

/// The one place where a token is asked for and a role is checked.
final class Door {
  private static final String SCHEME = "Bearer ";
  private static final String EXPIRES = "agentpay.expires";

  private final Tokens tokens;

  Door(Tokens tokens) {
    this.tokens = tokens;
  }

  /// @throws ProblemException `UNAUTHORIZED` or `FORBIDDEN`
  void pass(Context ctx, Access access) {
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
                        "send Authorization: Bearer with a token from POST /api/login that has not"
                            + " ended"));
    if (!access.lets(bearer.caller().role())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "this is not for the role " + bearer.caller().role().wire());
    }
    bearer.caller().enter(ctx);
    ctx.attribute(EXPIRES, bearer.expiresAt());
  }

  /// When the token that a request came with ends.
  static java.time.Instant expiry(Context ctx) {
    return java.util.Objects.requireNonNull(ctx.<java.time.Instant>attribute(EXPIRES));
  }
}
