package dev.agentpay.twilio.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.ClientIdentity;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.token.AccessTokens.Sync;
import dev.agentpay.twilio.token.AccessTokens.Verified;
import dev.agentpay.twilio.token.AccessTokens.Voice;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies access tokens that we issued. It does not use the JWT library of twilio-java, because
/// that reads no claims if there is a content type, and Twilio's tokens have one.
final class TokenVerifier {
  /// The content type of Twilio's access tokens; other tokens may be signed with the same secret.
  private static final String CONTENT_TYPE = "twilio-fpa;v=1";

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenVerifier(TwilioOptions options, InstantSource clock) {
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.HS256,
            new ImmutableSecret<>(options.apiSecret().getBytes(StandardCharsets.UTF_8))));
    final Claims claims =
        new Claims(
            new JWTClaimsSet.Builder()
                .issuer(options.apiKey())
                .subject(options.accountSid())
                .build(),
            clock);
    claims.setMaxClockSkew(0);
    processor.setJWTClaimsSetVerifier(claims);
  }

  Optional<Verified> verify(String jwt) {
    if (jwt.length() > AccessTokens.MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      final SignedJWT token = SignedJWT.parse(jwt);
      return CONTENT_TYPE.equals(token.getHeader().getContentType())
          ? verified(processor.process(token, null))
          : Optional.empty();
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// @throws IllegalArgumentException if an identity or a sid is malformed
  private static Optional<Verified> verified(JWTClaimsSet claims) {
    if (!(claims.getClaim("grants") instanceof Map<?, ?> grants)
        || !(grants.get("identity") instanceof String identity)) {
      return Optional.empty();
    }
    return ClientIdentity.agent(identity).map(agent -> verified(agent, claims, grants));
  }

  private static Verified verified(AgentId agent, JWTClaimsSet claims, Map<?, ?> grants) {
    return new Verified(
        agent,
        claims.getExpirationTime().toInstant(),
        grants.get("voice") instanceof Map<?, ?> voice
            ? Optional.of(new Voice(text(voice.get("outgoing"), "application_sid")))
            : Optional.empty(),
        text(grants.get("data_sync"), "service_sid").map(Sync::new));
  }

  private static Optional<String> text(@Nullable Object object, String name) {
    return object instanceof Map<?, ?> map && map.get(name) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Checks that a token is ours and has not expired.
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final InstantSource clock;

    private Claims(JWTClaimsSet exact, InstantSource clock) {
      super(exact, Set.of("exp"));
      this.clock = clock;
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
