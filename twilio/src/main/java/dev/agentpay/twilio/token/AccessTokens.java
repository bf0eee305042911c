package dev.agentpay.twilio.token;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.SyncGrant;
import com.twilio.jwt.accesstoken.VoiceGrant;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.ClientIdentity;
import dev.agentpay.twilio.TwilioOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Issues the access tokens with which a browser connects to Twilio, as a softphone or to read
/// Sync. Also verifies them, because existing clients authenticate to us with them.
///
/// @see <a href="https://www.twilio.com/docs/iam/access-tokens">Twilio: access tokens</a>
public final class AccessTokens {
  /// The longest lifetime that Twilio accepts.
  public static final Duration MAX_TTL = Duration.ofHours(24);

  /// The shortest lifetime: with clock differences, a shorter one might expire before its use.
  public static final Duration MIN_TTL = Duration.ofMinutes(1);

  /// Longest token that is verified, in characters: ours have about 700.
  public static final int MAX_LENGTH = 4096;

  private final TwilioOptions options;
  private final TokenVerifier verifier;

  public AccessTokens(TwilioOptions options) {
    this(options, InstantSource.system());
  }

  /// @param clock for verifying; tokens are issued by the system clock
  AccessTokens(TwilioOptions options, InstantSource clock) {
    this.options = options;
    this.verifier = new TokenVerifier(options, clock);
  }

  /// A permission in a token.
  public sealed interface Grant {}

  /// Permission to take calls as a softphone, and to call out.
  ///
  /// @param applicationSid the TwiML app (`AP…`) for outbound calls; empty to forbid them
  public record Voice(Optional<String> applicationSid) implements Grant {
    public Voice {
      applicationSid.ifPresent(sid -> requireSid(sid, "AP", "a TwiML app's sid"));
    }
  }

  /// Permission to read and write a Sync service.
  ///
  /// @param serviceSid `IS…`
  public record Sync(String serviceSid) implements Grant {
    public Sync {
      requireSid(serviceSid, "IS", "a Sync service's sid");
    }
  }

  /// A token that we issued and that has not expired.
  ///
  /// @param agent the token's identity
  public record Verified(
      AgentId agent, Instant expires, Optional<Voice> voice, Optional<Sync> sync) {}

  /// Issues a token as a JWT. Until it expires, whoever has it is this agent for Twilio.
  ///
  /// @param agent the token's identity, by which a `<Dial>` finds the softphone
  /// @param ttl [#MIN_TTL] to [#MAX_TTL]
  /// @throws IllegalArgumentException if the lifetime is out of bounds or there is no grant
  public String issue(AgentId agent, Duration ttl, List<Grant> grants) {
    if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException(
          "the lifetime of a token must be between %s s and %s s"
              .formatted(MIN_TTL.toSeconds(), MAX_TTL.toSeconds()));
    }
    if (grants.isEmpty()) {
      throw new IllegalArgumentException("a token must have at least one grant");
    }
    final AccessToken.Builder token =
        new AccessToken.Builder(
                options.accountSid(),
                options.apiKey(),
                options.apiSecret().getBytes(StandardCharsets.UTF_8))
            .identity(ClientIdentity.of(agent))
            .ttl(Math.toIntExact(ttl.toSeconds()));
    options.region().ifPresent(token::region);
    for (Grant grant : grants) {
      token.grant(
          switch (grant) {
            case Voice voice -> voiceGrant(voice);
            case Sync sync -> new SyncGrant().setServiceSid(sync.serviceSid());
          });
    }
    return token.build().toJwt();
  }

  /// Verifies a token.
  ///
  /// @return empty unless it was signed with our API key's secret by HS256, for our account, and is
  ///   valid now. The reason is not reported, because only a forger could use it
  public Optional<Verified> verify(String jwt) {
    return verifier.verify(jwt);
  }

  private static VoiceGrant voiceGrant(Voice voice) {
    final VoiceGrant grant = new VoiceGrant().setIncomingAllow(true);
    voice.applicationSid().ifPresent(grant::setOutgoingApplicationSid);
    return grant;
  }

  private static void requireSid(String sid, String prefix, String what) {
    if (!sid.matches(prefix + "[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException("%s must be %s and 32 hex digits".formatted(what, prefix));
    }
  }
}
