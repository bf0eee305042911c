package dev.agentpay.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.agentpay.events.AgentId;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Issues and verifies API tokens: JWTs signed with HS256 by the key that all nodes share. While
/// keys are rotated, two keys verify. A valid token identifies its user and sign-in until it
/// expires; [SignIns] knows whether the sign-in has ended before.
public final class Tokens {
  public static final String ISSUER = "agentpay";
  public static final String AUDIENCE = "agentpay-api";

  /// The audience of tokens that a service key minted. Servers of earlier versions, which know no
  /// pins, refuse it.
  public static final String EMBEDDED = "agentpay-embedded";

  /// Lifetime of a minted token that names none: one payment with time to spare.
  public static final Duration MINTED_FOR = Duration.ofMinutes(15);

  /// Longest lifetime of a minted token: it outlives a revoked service key.
  public static final Duration LONGEST_MINTED = Duration.ofMinutes(60);

  /// Shortest lifetime of a minted token: clocks differ, and the page has to load.
  public static final Duration SHORTEST_MINTED = Duration.ofMinutes(1);

  /// Longest token that is checked, in characters. Ours have about 300; with a UUI of 256
  /// characters and a reference of 200 in any script, at most about 3,000.
  private static final int LONGEST = 4_096;

  private static final String ROLE = "role";

  /// The session of the user, as in OpenID Connect.
  private static final String SIGN_IN = "sid";

  /// The service key that minted the token.
  private static final String KEY = "key";

  private static final String PINS = "pins";

  private final byte[] key;
  private final SignInOptions options;
  private final InstantSource clock;
  private final Users users;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /// A token and when it expires.
  public record Token(String value, Instant expiresAt) {
    @Override
    public String toString() {
      return "Token[expiresAt=" + expiresAt + "]";
    }
  }

  /// The user and the sign-in of a valid token, and when it expires.
  public record Bearer(Caller caller, SignInId signIn, Instant expiresAt) {}

  public Tokens(SignInOptions options, Users users, InstantSource clock) {
    this.key = bytes(options.tokenKey());
    this.options = options;
    this.clock = clock;
    this.users = users;
    final List<JWK> keys =
        Stream.concat(Stream.of(options.tokenKey()), options.secondTokenKey().stream())
            .<JWK>map(k -> new OctetSequenceKey.Builder(bytes(k)).build())
            .toList();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.HS256, new ImmutableJWKSet<>(new JWKSet(keys))));
    final DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            Set.of(AUDIENCE, EMBEDDED),
            new JWTClaimsSet.Builder().issuer(ISSUER).build(),
            Set.of("sub", "exp", "iat", "jti", ROLE),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(0);
    processor.setJWTClaimsSetVerifier(claims);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /// Makes the token of a new sign-in.
  public Token make(Caller caller) {
    return sign(caller, options.tokenLifetime(), new JWTClaimsSet.Builder().audience(AUDIENCE));
  }

  /// Makes a token of an agent on behalf of an integrator's back end.
  ///
  /// @param lifetime [#SHORTEST_MINTED] to [#LONGEST_MINTED]
  /// @throws IllegalArgumentException if the lifetime is out of bounds
  public Token mint(AgentId agent, Pins pins, ServiceKeyId key, Duration lifetime) {
    if (lifetime.compareTo(SHORTEST_MINTED) < 0 || lifetime.compareTo(LONGEST_MINTED) > 0) {
      throw new IllegalArgumentException(
          "the lifetime of a minted token must be between %s s and %s s"
              .formatted(SHORTEST_MINTED.toSeconds(), LONGEST_MINTED.toSeconds()));
    }
    return sign(
        new Caller(agent, User.Role.AGENT, pins),
        lifetime,
        new JWTClaimsSet.Builder()
            .audience(EMBEDDED)
            .claim(KEY, key.value())
            .claim(PINS, pins.byName()));
  }

  private Token sign(Caller caller, Duration lifetime, JWTClaimsSet.Builder claims) {
    final Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    final Instant end = now.plus(lifetime);
    final SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            claims
                .issuer(ISSUER)
                .subject(caller.name().value())
                .claim(ROLE, caller.role().wire())
                .claim(SIGN_IN, UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end))
                .jwtID(UUID.randomUUID().toString())
                .build());
    try {
      jwt.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key's length was checked at start", e);
    }
    return new Token(jwt.serialize(), end);
  }

  /// Verifies a token. Empty if it was not issued by us, has expired, or its user was removed or
  /// has another role.
  public Optional<Bearer> check(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      final JWTClaimsSet claims = processor.process(token, null);
      final Instant end = claims.getExpirationTime().toInstant();
      final SignInId signIn = signIn(claims);
      return caller(claims).map(caller -> new Bearer(caller, signIn, end));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Optional.empty();
    }
  }

  /// Tokens of earlier versions have no such claim; each of them is a sign-in of its own.
  private static SignInId signIn(JWTClaimsSet claims) throws ParseException {
    return new SignInId(
        Optional.ofNullable(claims.getStringClaim(SIGN_IN)).orElseGet(claims::getJWTID));
  }

  private Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
    final String name = claims.getSubject();
    final Optional<Caller> user = users.find(name);
    if (!claims.getAudience().contains(EMBEDDED)) {
      final String role = claims.getStringClaim(ROLE);
      return user.filter(known -> known.role().wire().equals(role));
    }
    final Map<String, Object> pins = claims.getJSONObjectClaim(PINS);
    // An integrator has agents of its own, but none may be called like a supervisor.
    return pins == null || user.filter(Caller::isSupervisor).isPresent()
        ? Optional.empty()
        : Optional.of(new Caller(new AgentId(name), User.Role.AGENT, Pins.of(pins)));
  }
}
