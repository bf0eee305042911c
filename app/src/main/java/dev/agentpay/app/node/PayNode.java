package dev.agentpay.app.node;

import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.calls.CallAccess;
import dev.agentpay.calls.CallDecider;
import dev.agentpay.calls.CallSweep;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.compat.Compat;
import dev.agentpay.compat.SyncLeases;
import dev.agentpay.compat.SyncProjection;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Projection;
import dev.agentpay.payments.ConnectorLedger;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.Retries;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.server.Server;
import dev.agentpay.server.ServerParts;
import dev.agentpay.server.api.HealthProbe;
import dev.agentpay.store.sqlite.SqliteStore;
import dev.agentpay.twilio.rest.TwilioConnection;
import dev.agentpay.twilio.sync.SyncMirror;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/// One server process, put together by hand: the composition root.
public final class PayNode implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

  private final Closing closing;
  private final Server server;

  private PayNode(ServeOptions options, Storage storage, InstantSource clock, Closing closing) {
    this.closing = closing;
    final SecureRandom random = new SecureRandom();
    final SqliteStore store = storage.store();
    final RealScheduler scheduler = closing.add(new RealScheduler());
    final TwilioConnection twilio = closing.add(TwilioConnection.open(options.twilio()));
    final Kernel kernel =
        Kernel.of(
            store.eventStore(),
            store.feed(),
            store.outbox(),
            scheduler,
            "node-" + UUID.randomUUID(),
            options.twilio().longestRequest());
    final Inbox inbox = new Inbox(kernel, storage.spool());
    final Projection projection =
        options.compat().families().isEmpty()
            ? Projection.NONE
            : new SyncProjection(options.compat().payMap());
    final PaySessions sessions =
        new PaySessions(
            kernel,
            new PaySessions.Ports(
                twilio.gateway(options.ours()::contains),
                ledger(options),
                new CallAccess(store.eventStore()),
                inbox,
                projection),
            new PaySessionDecider(options.deadlines(), options.kinds()),
            new Retries(FIRST_RETRY, LONGEST_RETRY, random),
            new Ids(random));
    final Calls calls =
        new Calls(
            kernel,
            sessions,
            twilio.recall(Voice.RECALLED),
            new CallDecider(options.uuiKept()),
            projection);
    final Claims claims = new Claims(calls, twilio.legs());
    final Voice voice = new Voice(options.voice(), calls, claims);
    final Legs legs = new Legs(calls, inbox);
    final AccessTokens tokens = new AccessTokens(options.twilio());
    final PrometheusMeterRegistry meters = meters(Logging::masked);
    final SyncMirror mirror =
        new SyncMirror((target, data) -> twilio.sync().write(target, data), scheduler);
    count(meters, mirror);
    final Compat compat =
        new Compat(
            options.compat(),
            new Compat.Parts(
                kernel,
                sessions,
                calls,
                claims,
                voice,
                legs,
                tokens,
                new SyncLeases(kernel, options.compat().syncServices()),
                mirror,
                twilio::sync,
                options.twilio().accountSid(),
                options.uuiKept(),
                clock));
    server =
        closing.add(
            Server.start(
                options.server(),
                new ServerParts(
                    new ServerParts.Domain(sessions, calls, claims),
                    new ServerParts.TwilioSide(
                        voice, legs, tokens, new Signatures(options.twilio().authTokens())),
                    new ServerParts.Storage(store.eventStore(), store.feed(), store.deadLetters()),
                    new ServerParts.Extensions(
                        compat.mirror(),
                        List.of(compat),
                        List.of(Compat.viewer()),
                        List.of(new HealthProbe("store", store::trouble))),
                    meters,
                    clock)));
    kernel.worker().sweep(options.sweep());
    inbox.drainSpool(options.sweep());
    new CallSweep(calls, twilio.calls(), scheduler, options.callCheck()).begin();
  }

  /// Opens the data folder and starts.
  public static PayNode start(ServeOptions options) {
    final Closing closing = new Closing();
    final InstantSource clock = InstantSource.system();
    return start(options, closing.add(Storage.open(options.data(), clock)), clock, closing);
  }

  /// Starts on what is open already and stays open when this node is closed.
  public static PayNode start(ServeOptions options, Storage storage, InstantSource clock) {
    return start(options, storage, clock, new Closing());
  }

  /// When something does not start, whatever did is closed again.
  private static PayNode start(
      ServeOptions options, Storage storage, InstantSource clock, Closing closing) {
    try {
      return new PayNode(options, storage, clock, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /// Where it listens.
  public URI baseUri() {
    return server.baseUri();
  }

  /// What `/metrics` tells besides what the server counts itself.
  static PrometheusMeterRegistry meters(LongSupplier maskedLines) {
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // A counter holds its object weakly; the registry lives as long as anybody asks it.
    FunctionCounter.builder(
            "agentpay.log.card.numbers.masked", meters, _ -> maskedLines.getAsLong())
        .description("Log lines in which something that looks like a card number was masked")
        .register(meters);
    return meters;
  }

  private static void count(PrometheusMeterRegistry meters, SyncMirror mirror) {
    FunctionCounter.builder("agentpay.sync.written", mirror, SyncMirror::written)
        .description("Values written to Twilio Sync for existing clients")
        .register(meters);
    FunctionCounter.builder("agentpay.sync.lost", mirror, SyncMirror::lost)
        .description("Values that Twilio Sync refused, or did not take within half a day")
        .register(meters);
    Gauge.builder("agentpay.sync.waiting", mirror, SyncMirror::waiting)
        .description("Items and documents whose value Twilio Sync has not taken yet")
        .register(meters);
  }

  private ConnectorLedger ledger(ServeOptions options) {
    return options
        .ledger()
        .<ConnectorLedger>map(at -> closing.add(new LedgerClient(options.ours(), at)))
        .orElse((_, _) -> new Answer.NoLedger());
  }

  @Override
  public void close() {
    closing.close();
  }
}
