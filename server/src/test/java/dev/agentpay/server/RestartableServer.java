package dev.agentpay.server;

import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Spool;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.store.sqlite.SqliteStore;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A server whose data folder survives it, so that it can be stopped during a call and restarted.
public final class RestartableServer implements AutoCloseable {
  private final RealTimeScheduler scheduler = new RealTimeScheduler();
  private final SqliteStore store;
  private final Server server;

  public RestartableServer(Path folder, ScriptedTwilio twilio) {
    store = SqliteStore.open(folder.resolve("test.db"), World.SCHEMA, InstantSource.system());
    final Kernel kernel =
        Kernel.of(store.eventStore(), store.feed(), store.outbox(), scheduler, "test");
    final Inbox inbox = new Inbox(kernel, Spool.none());
    final PaySessions sessions = World.sessions(kernel, inbox, twilio);
    final Calls calls = World.calls(kernel, sessions);
    final Claims claims = new Claims(calls, twilio::leg);
    final InstantSource clock = InstantSource.system();
    server =
        Server.start(
            World.options(),
            new ServerParts(
                new ServerParts.Domain(sessions, calls, claims),
                new ServerParts.TwilioSide(
                    new Voice(TwilioCalls.routes(), calls, claims),
                    new Legs(calls, inbox),
                    new AccessTokens(SoftphoneTokenTest.TWILIO),
                    new Signatures(List.of(World.AUTH_TOKEN))),
                new ServerParts.Storage(store.eventStore(), store.feed(), store.deadLetters()),
                ServerParts.Extensions.none(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                clock,
                Optional.empty()));
  }

  public Webhook twilio() {
    return new Webhook(server.baseUri());
  }

  /// Tokens are valid on every node that has the key.
  public Page as(World signedIn, String name) {
    return new Page(server.baseUri(), Optional.of(signedIn.token(name)));
  }

  /// The same user and token at this server.
  public Page with(Page user) {
    return new Page(server.baseUri(), user.token());
  }

  @Override
  public void close() {
    server.close();
    scheduler.close();
    store.close();
  }
}
