package dev.agentpay.compat;

import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignIn;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.BoundedMap;
import dev.agentpay.server.RouteServices;
import dev.agentpay.twilio.token.AccessTokens;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Authenticates requests of existing clients: by a Sync token that this server issued, by an API
/// token, or by name and password.
final class ClientAuth {
  static final String REALM = "Basic realm=\"Authentication Required\"";

  /// How long a verified password is cached. A browser sends it with every request, and verifying
  /// it takes a tenth of a second.
  private static final Duration CACHE_TIME = Duration.ofMinutes(5);

  /// More than the number of agents at one node.
  private static final int MAX_CACHED = 2_000;

  private final RouteServices services;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final byte[] salt = new byte[32];

  private final Map<String, VerifiedUser> verified = new BoundedMap<>(MAX_CACHED);

  private record VerifiedUser(AgentId user, boolean isAgent, Instant until) {}

  ClientAuth(RouteServices services, AccessTokens tokens, InstantSource clock) {
    this.services = services;
    this.tokens = tokens;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /// Authenticates an agent by any of the three kinds of credentials.
  ///
  /// @throws RequestFailedException 401 if the credentials are missing or wrong, 403 if the user is
  ///   not an agent, 429 after too many attempts
  AgentId agent(Context ctx) {
    final String[] header = header(ctx);
    return switch (header[0]) {
      case "basic" -> {
        final VerifiedUser user = basic(ctx, header[1]);
        if (!user.isAgent()) {
          throw new RequestFailedException(403, "Only agents can take payments");
        }
        yield user.user();
      }
      case "bearer" ->
          services
              .token(header[1])
              .or(() -> bySync(header[1]))
              .orElseThrow(() -> new RequestFailedException(401, "Invalid JWT token"));
      default -> throw new RequestFailedException(401, "Unauthorized");
    };
  }

  /// Like [#agent], but if `compat.open-door` is on and there is only one agent, a request without
  /// credentials acts as that agent.
  AgentId agentOrOnly(Context ctx, boolean openDoor) {
    if (openDoor && !hasCredentials(ctx) && services.agents().size() == 1) {
      return services.agents().getFirst();
    }
    return agent(ctx);
  }

  /// Authenticates an agent by a Sync token. The error texts are those of the original server.
  AgentId bearer(Context ctx) {
    final String[] header = header(ctx);
    if (header[0].isEmpty()) {
      throw new RequestFailedException(401, "no auth header present");
    }
    if (!header[0].equals("bearer") || header[1].isEmpty()) {
      throw new RequestFailedException(401, "no bearer token");
    }
    return bySync(header[1])
        .orElseThrow(() -> new RequestFailedException(401, "Invalid JWT token"));
  }

  /// Authenticates a supervisor by name and password.
  void supervisor(Context ctx) {
    final String[] header = header(ctx);
    if (!header[0].equals("basic")) {
      throw new RequestFailedException(401, "Unauthorized");
    }
    if (basic(ctx, header[1]).isAgent()) {
      throw new RequestFailedException(403, "Only supervisors can do this");
    }
  }

  /// Whether the request has an `Authorization` header.
  static boolean hasCredentials(Context ctx) {
    return !header(ctx)[0].isEmpty();
  }

  private Optional<AgentId> bySync(String token) {
    return tokens
        .verify(token)
        .filter(access -> access.sync().isPresent())
        .map(AccessTokens.Verified::agent)
        .filter(agent -> services.isAgent(agent.value()));
  }

  private VerifiedUser basic(Context ctx, String credentials) {
    final String key = fingerprint(credentials);
    synchronized (verified) {
      final VerifiedUser cached = verified.get(key);
      if (cached != null && cached.until().isAfter(clock.instant())) {
        return cached;
      }
    }
    final String[] pair = decoded(credentials).split(":", 2);
    if (pair.length < 2) {
      throw new RequestFailedException(401, "Unauthorized");
    }
    return switch (services.signIn(ctx, pair[0], pair[1])) {
      case SignIn.SignedIn(Caller user) -> {
        final VerifiedUser fresh =
            new VerifiedUser(user.name(), !user.isSupervisor(), clock.instant().plus(CACHE_TIME));
        synchronized (verified) {
          verified.put(key, fresh);
        }
        yield fresh;
      }
      case SignIn.Wrong _ -> throw new RequestFailedException(401, "Unauthorized");
      case SignIn.TooManyAttempts _, SignIn.Locked _, SignIn.Busy _ ->
          throw new RequestFailedException(429, "Too many sign-in attempts; wait and try again");
    };
  }

  private static String decoded(String credentials) {
    try {
      return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestFailedException(401, "Unauthorized");
    }
  }

  /// Returns the lower-case scheme and the credentials of the `Authorization` header; two empty
  /// strings if there is no header.
  private static String[] header(Context ctx) {
    final String[] parts =
        Optional.ofNullable(ctx.header("Authorization")).orElse("").strip().split("\\s+", 2);
    return new String[] {
      parts[0].toLowerCase(java.util.Locale.ROOT), parts.length > 1 ? parts[1].strip() : ""
    };
  }

  /// Hashes credentials with a salt, so that neither the password nor a reusable hash of it stays
  /// on the heap.
  private String fingerprint(String credentials) {
    try {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(credentials.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
