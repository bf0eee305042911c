package dev.agentpay.compat;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.Doorway;
import dev.agentpay.twilio.AccessTokens;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who asks: by a Sync token of ours, by a token of the API, or by name and password.
final class Clients {
  static final String REALM = "Basic realm=\"Authentication Required\"";

  /// A browser sends the password with each request; looking at it takes a tenth of a second.
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /// More agents than sit at one node.
  private static final int MAX_REMEMBERED = 2_000;

  private final Doorway doorway;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final byte[] salt = new byte[32];

  private final Map<String, Known> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  private record Known(AgentId user, boolean isAgent, Instant until) {}

  Clients(Doorway doorway, AccessTokens tokens, InstantSource clock) {
    this.doorway = doorway;
    this.tokens = tokens;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /// The agent who asks, however they say so.
  ///
  /// @throws Failed 401, 403 or 429 when they do not, or say it wrongly
  AgentId agent(Context ctx) {
    final String[] header = header(ctx);
    return switch (header[0]) {
      case "basic" -> {
        final Known known = basic(ctx, header[1]);
        if (!known.isAgent()) {
          throw new Failed(403, "payments are for agents");
        }
        yield known.user();
      }
      case "bearer" ->
          doorway
              .token(header[1])
              .or(() -> bySync(header[1]))
              .orElseThrow(() -> new Failed(401, "Invalid JWT token"));
      default -> throw new Failed(401, "Unauthorized");
    };
  }

  /// The agent who asks; behind the open door one who does not say so, when there is only one.
  AgentId agentOrOnly(Context ctx, boolean openDoor) {
    if (openDoor && !isNamed(ctx) && doorway.agents().size() == 1) {
      return doorway.agents().getFirst();
    }
    return agent(ctx);
  }

  /// The agent whose Sync token a client shows, with the texts that its server had.
  AgentId bearer(Context ctx) {
    final String[] header = header(ctx);
    if (header[0].isEmpty()) {
      throw new Failed(401, "no auth header present");
    }
    if (!header[0].equals("bearer") || header[1].isEmpty()) {
      throw new Failed(401, "no bearer token");
    }
    return bySync(header[1]).orElseThrow(() -> new Failed(401, "Invalid JWT token"));
  }

  /// A supervisor by name and password.
  void supervisor(Context ctx) {
    final String[] header = header(ctx);
    if (!header[0].equals("basic")) {
      throw new Failed(401, "Unauthorized");
    }
    if (basic(ctx, header[1]).isAgent()) {
      throw new Failed(403, "this is for supervisors");
    }
  }

  /// Whether the request says at all who sends it.
  static boolean isNamed(Context ctx) {
    return !header(ctx)[0].isEmpty();
  }

  private Optional<AgentId> bySync(String token) {
    return tokens
        .verify(token)
        .filter(verified -> verified.sync().isPresent())
        .map(AccessTokens.Verified::agent)
        .filter(agent -> doorway.isAgent(agent.value()));
  }

  private Known basic(Context ctx, String credentials) {
    final String key = fingerprint(credentials);
    synchronized (remembered) {
      final Known known = remembered.get(key);
      if (known != null && known.until().isAfter(clock.instant())) {
        return known;
      }
    }
    final String[] pair = decoded(credentials).split(":", 2);
    if (pair.length < 2) {
      throw new Failed(401, "Unauthorized");
    }
    return switch (doorway.password(ctx, pair[0], pair[1])) {
      case Doorway.Right(AgentId user, boolean isAgent) -> {
        final Known known = new Known(user, isAgent, clock.instant().plus(REMEMBERED));
        synchronized (remembered) {
          remembered.put(key, known);
        }
        yield known;
      }
      case Doorway.Wrong _ -> throw new Failed(401, "Unauthorized");
      case Doorway.TooMany _ -> throw new Failed(429, "too many attempts to sign in; wait");
    };
  }

  private static String decoded(String credentials) {
    try {
      return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Failed(401, "Unauthorized");
    }
  }

  /// Scheme in small letters and what follows it; two empty texts when there is no header.
  private static String[] header(Context ctx) {
    final String[] parts =
        Optional.ofNullable(ctx.header("Authorization")).orElse("").strip().split("\\s+", 2);
    return new String[] {
      parts[0].toLowerCase(java.util.Locale.ROOT), parts.length > 1 ? parts[1].strip() : ""
    };
  }

  /// Salted, so that the heap has no password and no hash that is good elsewhere.
  private String fingerprint(String credentials) {
    try {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(credentials.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
