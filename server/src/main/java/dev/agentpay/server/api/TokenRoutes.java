package dev.agentpay.server.api;

import dev.agentpay.auth.KeyScope;
import dev.agentpay.auth.Pins;
import dev.agentpay.auth.ServiceKey;
import dev.agentpay.auth.ServiceKeys;
import dev.agentpay.auth.Tokens;
import dev.agentpay.auth.UserLimiter;
import dev.agentpay.auth.Users;
import dev.agentpay.events.Actor;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Origin;
import dev.agentpay.server.http.Authenticator;
import dev.agentpay.server.http.JsonFields;
import dev.agentpay.server.http.Meters;
import dev.agentpay.server.http.ProblemException;
import dev.agentpay.server.http.ProblemType;
import dev.agentpay.server.http.Requests;
import dev.agentpay.server.http.Routes;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// API route that mints short-lived tokens of agents for an integrator's back end, which presents a
/// service key. The integrator's page uses the token; the key never reaches a browser.
public final class TokenRoutes {
  private static final Logger LOG = LoggerFactory.getLogger("dev.agentpay.audit");

  /// Most tokens per key: ten payments a second, which a contact centre of thousands needs.
  static final int PER_MINUTE = 600;

  private final ServiceKeys keys;
  private final Tokens tokens;
  private final Users users;
  private final PinReader reader;
  private final Requests requests;
  private final Counter minted;
  private final UserLimiter limiter = new UserLimiter(PER_MINUTE);

  private record MintedView(
      String token, String tokenType, Instant expiresAt, AgentId agent, Map<String, String> pins) {
    @Override
    public String toString() {
      return "MintedView[" + agent + "]";
    }
  }

  public TokenRoutes(
      ServiceKeys keys,
      Tokens tokens,
      Users users,
      PinReader reader,
      Requests requests,
      Meters meters) {
    this.keys = keys;
    this.tokens = tokens;
    this.users = users;
    this.reader = reader;
    this.requests = requests;
    this.minted =
        meters.counter("agentpay.tokens.minted", "Tokens that service keys minted for agents");
  }

  public void mint(Context ctx) throws IOException {
    final ServiceKey key = key(ctx);
    limiter.take(key.id().value()).ifPresent(TokenRoutes::tooMany);
    final JsonFields fields = JsonFields.read(requests.json(ctx));
    fields.needed("agent", AgentId.MAX_LENGTH);
    final Optional<AgentId> agent =
        fields
            .words("agent", AgentId.MAX_LENGTH)
            .flatMap(_ -> fields.parsed("agent", AgentId.MAX_LENGTH, AgentId::new));
    final int seconds =
        fields.number(
            "lifetimeSeconds",
            (int) Tokens.MINTED_FOR.toSeconds(),
            (int) Tokens.SHORTEST_MINTED.toSeconds(),
            (int) Tokens.LONGEST_MINTED.toSeconds());
    final Pins pins = reader.read(fields);
    fields.done();
    final AgentId name = agent.orElseThrow();
    require(key, name);
    final Tokens.Token token = tokens.mint(name, pins, key.id(), Duration.ofSeconds(seconds));
    minted.increment();
    LOG.info(
        "token minted key={} agent={} pins={} expires={}",
        key.id(),
        name,
        pins.byName(),
        token.expiresAt());
    requests.answer(
        ctx, new MintedView(token.value(), "Bearer", token.expiresAt(), name, pins.byName()));
  }

  private ServiceKey key(Context ctx) {
    return Authenticator.credentials(ctx)
        .flatMap(text -> keys.check(text, key -> origin(ctx, key)))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.UNAUTHORIZED,
                    "send Authorization: Bearer with a valid service key, apk_…; a supervisor"
                        + " creates one"));
  }

  private Origin origin(Context ctx, ServiceKey key) {
    return new Origin(
        new Actor(Actor.Role.SERVICE, key.name()), requests.address(ctx), Routes.cause(ctx));
  }

  private void require(ServiceKey key, AgentId agent) {
    if (users.find(agent.value()).filter(user -> user.isSupervisor()).isPresent()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "agent: no token can be minted for a supervisor");
    }
    final KeyScope needed = users.isAgent(agent.value()) ? KeyScope.TOKENS : KeyScope.ANY_AGENT;
    if (!key.scopes().contains(needed)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "agent: minting a token for %s needs a key with the scope %s"
              .formatted(
                  needed == KeyScope.TOKENS
                      ? "a configured agent"
                      : "a name that is not a configured agent",
                  needed.wire()));
    }
  }

  private static void tooMany(Duration wait) {
    throw new ProblemException(
        ProblemType.TOO_MANY,
        "too many tokens for this service key; at most %s per minute".formatted(PER_MINUTE),
        List.of(),
        Optional.of(wait));
  }
}
