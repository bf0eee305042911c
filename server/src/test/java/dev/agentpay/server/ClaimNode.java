package dev.agentpay.server;

import dev.agentpay.core.Answer;
import dev.agentpay.core.CallbackSpool;
import dev.agentpay.core.Calls;
import dev.agentpay.core.Claims;
import dev.agentpay.core.Deadlines;
import dev.agentpay.core.Deciding;
import dev.agentpay.core.Ids;
import dev.agentpay.core.PaySessions;
import dev.agentpay.core.Retries;
import dev.agentpay.store.SqliteStore;
import dev.agentpay.twilio.AccessTokens;
import dev.agentpay.twilio.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A server on a folder that outlives it, to be closed in the middle of a call and opened again.
final class ClaimNode implements AutoCloseable {
  private final WallScheduler scheduler = new WallScheduler();
  private final SqliteStore store;
  private final Server server;

  ClaimNode(Path folder, ScriptedTwilio twilio) {
    store = SqliteStore.open(folder.resolve("test.db"), InstantSource.system());
    final PaySessions sessions =
        new PaySessions(
            store.eventStore(),
            store.outbox(),
            store.feed(),
            CallbackSpool.NONE,
            twilio,
            (_, _) -> new Answer.NoLedger(),
            new Deciding(Deadlines.PRODUCTION),
            new Retries(Duration.ofMillis(20), Duration.ofMillis(100), new SecureRandom()),
            scheduler,
            new Ids(new SecureRandom()),
            "test");
    final Calls calls = new Calls(store.eventStore(), sessions, scheduler, _ -> {});
    final Claims claims =
        new Claims(store.eventStore(), calls, twilio::leg, scheduler, Duration.ofHours(12));
    final InstantSource clock = InstantSource.system();
    server =
        Server.start(
            World.options(),
            new ServerParts(
                sessions,
                calls,
                claims,
                new Voice(ClaimLines.routes(), calls, claims, clock),
                new Legs(calls, claims),
                new AccessTokens(SoftphoneTokenTest.TWILIO),
                store.eventStore(),
                store.feed(),
                new Signatures(List.of(World.AUTH_TOKEN)),
                List.of(),
                List.of(),
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                clock));
  }

  Webhook twilio() {
    return new Webhook(server.baseUri());
  }

  /// Tokens are good at every node that has the key.
  Page as(World signedIn, String name) {
    return new Page(server.baseUri(), Optional.of(signedIn.token(name)));
  }

  @Override
  public void close() {
    server.close();
    scheduler.close();
    store.close();
  }
}
