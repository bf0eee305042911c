package dev.agentpay.server;

import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.AccessTokens;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Gives the desk what its softphone signs in to Twilio with.
final class SoftphoneRoutes {
  private final SoftphoneOptions options;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final Requests requests;

  private record TokenView(AgentId identity, String token, Instant expiresAt) {
    @Override
    public String toString() {
      return "TokenView[" + identity + "]";
    }
  }

  SoftphoneRoutes(ServerOptions options, ServerParts parts, Requests requests) {
    this.options = options.desk().softphone();
    this.tokens = parts.accessTokens();
    this.clock = parts.clock();
    this.requests = requests;
  }

  /// A token for the agent's own softphone, and no one else's.
  void token(Context ctx) throws IOException {
    requests.nothing(ctx);
    if (!(options instanceof SoftphoneOptions.Twilio twilio)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "no softphone of Twilio's is configured on this server");
    }
    final AgentId agent = Caller.of(ctx).name();
    final Instant until = clock.instant().plus(twilio.tokenLifetime());
    requests.answer(
        ctx,
        new TokenView(
            agent,
            tokens.issue(
                agent,
                twilio.tokenLifetime(),
                List.of(new AccessTokens.Voice(twilio.applicationSid()))),
            until));
  }
}
