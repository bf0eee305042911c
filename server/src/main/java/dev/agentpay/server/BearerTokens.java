package dev.agentpay.server;

import dev.agentpay.auth.SignInId;
import dev.agentpay.auth.Tokens;
import dev.agentpay.auth.User;
import dev.agentpay.auth.Users;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Checks the bearer tokens of requests: the server's own, and those of modules. A module's token
/// is that of an agent who is configured here, and of nobody else.
final class BearerTokens {
  /// Bytes of the hash of a module's token that name its sign-in: enough that no two are equal.
  private static final int ID_BYTES = 20;

  private final Tokens tokens;
  private final Users users;
  private final List<RouteModule> modules;

  BearerTokens(Tokens tokens, Users users, List<RouteModule> modules) {
    this.tokens = tokens;
    this.users = users;
    this.modules = modules;
  }

  /// Returns the user of a token; empty if it is not valid.
  Optional<Tokens.Bearer> check(String token) {
    return tokens
        .check(token)
        .or(
            () ->
                modules.stream()
                    .flatMap(module -> module.check(token).stream())
                    .findFirst()
                    .flatMap(issued -> bearer(token, issued)));
  }

  private Optional<Tokens.Bearer> bearer(String token, RouteModule.IssuedToken issued) {
    return users
        .find(issued.agent().value())
        .filter(user -> user.role() == User.Role.AGENT)
        .map(user -> new Tokens.Bearer(user, signIn(token), issued.expiresAt()));
  }

  /// Each of these tokens is a sign-in of its own, so that it can be signed out.
  private static SignInId signIn(String token) {
    try {
      final byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return new SignInId("other-" + HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
