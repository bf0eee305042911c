package dev.agentpay.twilio.token;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.SyncGrant;
import com.twilio.jwt.accesstoken.VoiceGrant;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.TwilioOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Issues the tokens with which a browser signs in to Twilio, as a softphone or to read Sync, and
/// knows them again: existing clients sign in to us with them as well.
///
/// @see <a href="https://www.twilio.com/docs/iam/access-tokens">Twilio: access tokens</a>
public final class AccessTokens {
  /// Twilio takes no token that lives longer.
  public static final Duration MAX_TTL = Duration.ofHours(24);

  /// Clocks differ; a shorter token might be over before it is used.
  public static final Duration MIN_TTL = Duration.ofMinutes(1);

  /// Longest token that is looked at, in characters: ours have about 700.
  public static final int MAX_LENGTH = 4096;

  private final TwilioOptions options;
  private final TokenVerifier verifier;

  public AccessTokens(TwilioOptions options) {
    this(options, InstantSource.system());
  }

  /// @param clock by which tokens are looked at; they are issued by the system's
  AccessTokens(TwilioOptions options, InstantSource clock) {
    this.options = options;
    this.verifier = new TokenVerifier(options, clock);
  }

  /// What a token allows.
  public sealed interface Grant {}

  /// To be rung as a softphone, and to call out.
  ///
  /// @param applicationSid the TwiML app (`AP…`) that outgoing calls go through; without it there
  ///   are none
  public record Voice(Optional<String> applicationSid) implements Grant {
    public Voice {
      applicationSid.ifPresent(sid -> requireSid(sid, "AP", "a TwiML app's sid"));
    }
  }

  /// To read and write a Sync service.
  ///
  /// @param serviceSid `IS…`
  public record Sync(String serviceSid) implements Grant {
    public Sync {
      requireSid(serviceSid, "IS", "a Sync service's sid");
    }
  }

  /// A token that we issued, and that has not expired.
  ///
  /// @param agent the token's identity
  public record Verified(
      AgentId agent, Instant expires, Optional<Voice> voice, Optional<Sync> sync) {}

  /// Issues a token as a JWT. Everybody who has it is that agent to Twilio until it expires.
  ///
  /// @param agent the token's identity, by which a `<Dial>` finds the softphone
  /// @param ttl [#MIN_TTL] to [#MAX_TTL]
  /// @throws IllegalArgumentException when it would live shorter or longer, or allow nothing
  public String issue(AgentId agent, Duration ttl, List<Grant> grants) {
    if (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException(
          "a token lives %d s to %d s".formatted(MIN_TTL.toSeconds(), MAX_TTL.toSeconds()));
    }
    if (grants.isEmpty()) {
      throw new IllegalArgumentException("a token without a grant allows nothing");
    }
    final AccessToken.Builder token =
        new AccessToken.Builder(
                options.accountSid(),
                options.apiKey(),
                options.apiSecret().getBytes(StandardCharsets.UTF_8))
            .identity(agent.value())
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

  /// Looks at a token that somebody shows.
  ///
  /// @return empty unless it was signed with our API key's secret by HS256, for our account, and is
  ///   valid now; why it is not is not told, since only a forger could use it
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
      throw new IllegalArgumentException("%s is %s and 32 hex digits".formatted(what, prefix));
    }
  }
}
