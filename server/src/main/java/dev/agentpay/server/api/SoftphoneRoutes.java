package dev.agentpay.server.api;

import dev.agentpay.events.AgentId;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.options.SoftphoneOptions;
import dev.agentpay.twilio.ClientIdentity;
import dev.agentpay.twilio.token.AccessTokens;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// API route that issues Twilio access tokens for the desk's softphone.
public final class SoftphoneRoutes {
  private final SoftphoneOptions options;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final Requests requests;

  private record TokenView(String identity, String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "TokenView[" + identity + "]";
    }
  }

  public SoftphoneRoutes(
      SoftphoneOptions options, AccessTokens tokens, InstantSource clock, Requests requests) {
    this.options = options;
    this.tokens = tokens;
    this.clock = clock;
    this.requests = requests;
  }

  /// Issues a token for the agent's own softphone only.
  public void token(Context ctx) throws IOException {
    requests.nothing(ctx);
    if (!(options instanceof SoftphoneOptions.Twilio twilio)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "this server is not configured to use Twilio softphones");
    }
    final AgentId agent = Authenticator.caller(ctx).name();
    final Instant until = clock.instant().plus(twilio.tokenLifetime());
    requests.answer(
        ctx,
        new TokenView(
            ClientIdentity.of(agent),
            tokens.issue(
                agent,
                twilio.tokenLifetime(),
                List.of(new AccessTokens.Voice(twilio.applicationSid()))),
            until));
  }
}
