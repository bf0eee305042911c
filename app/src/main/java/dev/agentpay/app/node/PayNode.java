package dev.agentpay.app.node;

import dev.agentpay.app.config.ServeOptions;
import dev.agentpay.app.logging.Logging;
import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.app.tls.InvalidCertificateException;
import dev.agentpay.app.tls.Tls;
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
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.store.Store;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// One server process. Creates and connects all objects: the composition root.
public final class PayNode implements AutoCloseable {
  private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(200);
  private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(5);

  private final Resources resources;
  private final Server server;

  private PayNode(ServeOptions options, Storage storage, InstantSource clock, Resources resources) {
    this.resources = resources;
    final SecureRandom random = new SecureRandom();
    final Store store = storage.store();
    final RealScheduler scheduler = resources.add(new RealScheduler());
    final TwilioConnection twilio = resources.add(TwilioConnection.open(options.twilio()));
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
        options.compat().clients().isEmpty()
            ? Projection.NONE
            : new SyncProjection(options.compat().payMap());
    final PaySessions sessions =
        new PaySessions(
            kernel,
            new PaySessions.Ports(
                twilio.gateway(options.ownConnectors()::contains),
                ledger(options),
                new CallAccess(store.eventStore()),
                inbox,
                projection),
            new PaySessionDecider(options.deadlines(), options.kinds()),
            new Retries(MIN_RETRY_DELAY, MAX_RETRY_DELAY, random),
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
    final PrometheusMeterRegistry meters = meters(Logging::maskedLines);
    final SyncMirror mirror =
        new SyncMirror((target, data) -> twilio.sync().write(target, data), scheduler);
    registerSyncMeters(meters, mirror);
    Gauge.builder(
            "agentpay.twilio.credentials.refused",
            twilio.credentials(),
            credentials -> credentials.isRefused() ? 1 : 0)
        .description("1 while Twilio refuses this server's credentials, otherwise 0")
        .register(meters);
    final AgentPages pages = new AgentPages();
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
                clock,
                pages));
    server =
        resources.add(
            Server.start(
                options.server(),
                new ServerParts(
                    new ServerParts.Domain(sessions, calls, claims),
                    new ServerParts.TwilioSide(
                        voice,
                        legs,
                        tokens,
                        new Signatures(
                            options.twilio().authTokens(), options.twilio().sharedKeys())),
                    new ServerParts.Storage(store.eventStore(), store.feed(), store.deadLetters()),
                    new ServerParts.Extensions(
                        compat.mirror(),
                        List.of(compat),
                        List.of(Compat.viewer()),
                        List.of(
                            new HealthProbe("store", store::trouble),
                            new HealthProbe("twilio", twilio.credentials()::trouble)),
                        pages),
                    meters,
                    clock,
                    tls(options, clock, meters))));
    kernel.worker().sweep(options.sweep());
    inbox.drainSpool(options.sweep());
    new CredentialsSweep(twilio, scheduler).begin();
    new CallSweep(calls, twilio.calls(), scheduler, options.callCheck()).begin();
  }

  /// Opens the data folder and starts the node. To close the node also closes the folder.
  public static PayNode start(ServeOptions options) {
    final Resources resources = new Resources();
    final InstantSource clock = InstantSource.system();
    return start(options, resources.add(Storage.open(options.data(), clock)), clock, resources);
  }

  /// Starts the node on open storage. To close the node does not close the storage.
  public static PayNode start(ServeOptions options, Storage storage, InstantSource clock) {
    return start(options, storage, clock, new Resources());
  }

  /// If the start fails, closes everything that was opened.
  private static PayNode start(
      ServeOptions options, Storage storage, InstantSource clock, Resources resources) {
    try {
      return new PayNode(options, storage, clock, resources);
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /// Returns the address at which the server listens.
  public URI baseUri() {
    return server.baseUri();
  }

  /// Creates the registry of `/metrics` and registers the counter of masked log lines.
  static PrometheusMeterRegistry meters(LongSupplier maskedLines) {
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // The counter holds only a weak reference to its object. The registry is in use as long as its
    // counters are.
    FunctionCounter.builder(
            "agentpay.log.card.numbers.masked", meters, _ -> maskedLines.getAsLong())
        .description("Log lines in which a possible card number was masked")
        .register(meters);
    return meters;
  }

  private static void registerSyncMeters(PrometheusMeterRegistry meters, SyncMirror mirror) {
    FunctionCounter.builder("agentpay.sync.written", mirror, SyncMirror::written)
        .description("Values written to Twilio Sync for existing clients")
        .register(meters);
    FunctionCounter.builder("agentpay.sync.lost", mirror, SyncMirror::lost)
        .description("Values that Twilio Sync rejected or did not accept within half a day")
        .register(meters);
    Gauge.builder("agentpay.sync.waiting", mirror, SyncMirror::waiting)
        .description("Items and documents whose value is not yet written to Twilio Sync")
        .register(meters);
  }

  private Optional<SslContextFactory.Server> tls(
      ServeOptions options, InstantSource clock, PrometheusMeterRegistry meters) {
    return options.tls().map(files -> tls(files, clock, meters));
  }

  private SslContextFactory.Server tls(
      CertificateFiles files, InstantSource clock, PrometheusMeterRegistry meters) {
    try {
      final Tls tls = resources.add(Tls.open(files, clock));
      Gauge.builder("agentpay.certificate.expires", tls, t -> t.expiresAt().getEpochSecond())
          .baseUnit("seconds")
          .description("When the certificate in use expires, in seconds since 1970")
          .register(meters);
      return tls.factory();
    } catch (InvalidCertificateException e) {
      throw new IllegalStateException("The certificate or its key " + e.getMessage(), e);
    }
  }

  private ConnectorLedger ledger(ServeOptions options) {
    return options
        .ledger()
        .<ConnectorLedger>map(
            address -> resources.add(new LedgerClient(options.ownConnectors(), address)))
        .orElse((_, _) -> new Answer.NoLedger());
  }

  @Override
  public void close() {
    resources.close();
  }
}
