package dev.agentpay.server;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.agentpay.auth.AuthSchema;
import dev.agentpay.auth.Caller;
import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.Tokens;
import dev.agentpay.auth.User;
import dev.agentpay.auth.User.Role;
import dev.agentpay.auth.Users;
import dev.agentpay.calls.CallAccess;
import dev.agentpay.calls.CallDecider;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.events.AgentId;
import dev.agentpay.events.Inbox;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Projection;
import dev.agentpay.events.Schema;
import dev.agentpay.events.Spool;
import dev.agentpay.payments.PaySessions;
import dev.agentpay.payments.PaymentSchema;
import dev.agentpay.payments.Retries;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.ConnectorKinds;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.session.Answer;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.SessionId;
import dev.agentpay.server.api.HealthProbe;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.TrustedProxies;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.server.webhook.CallbackMirror;
import dev.agentpay.store.sqlite.SqliteStore;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import dev.agentpay.voice.VoiceOptions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A complete server on a free port: real sessions and calls, a real store in its own folder, and a
/// Twilio with a scripted REST API and signed webhooks.
public final class World implements AutoCloseable {
  public static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
  public static final String KEY = "a key of a test, and long enough for HS256";

  /// The store of this server.
  public static final Schema SCHEMA =
      Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA, AuthSchema.SCHEMA);

  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final Map<String, User.Secret> HASHES = new ConcurrentHashMap<>();

  public final ScriptedTwilio twilio = new ScriptedTwilio();
  public final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  public final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
  public final AgentPages pages = new AgentPages();
  public final InstantSource clock = () -> InstantSource.system().instant().plus(ahead.get());
  public final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public final SqliteStore store;
  public final PaySessions sessions;
  public final Calls calls;
  public final Server server;
  private final RealTimeScheduler scheduler = new RealTimeScheduler();
  private final Path folder;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  public World() {
    this(options -> options);
  }

  public World(UnaryOperator<ServerOptions> change) {
    this(change, VoiceOptions.DEFAULT);
  }

  public World(UnaryOperator<ServerOptions> change, VoiceOptions voice) {
    this(change, voice, List.of());
  }

  public World(UnaryOperator<ServerOptions> change, VoiceOptions voice, List<RouteModule> others) {
    this(change, voice, others, CallbackMirror.NONE);
  }

  public World(CallbackMirror mirror) {
    this(options -> options, VoiceOptions.DEFAULT, List.of(), mirror);
  }

  private World(
      UnaryOperator<ServerOptions> change,
      VoiceOptions voice,
      List<RouteModule> others,
      CallbackMirror mirror) {
    try {
      folder = Files.createTempDirectory("agentpay-server");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    store = SqliteStore.open(folder.resolve("test.db"), SCHEMA, InstantSource.system());
    final Kernel kernel =
        Kernel.of(store.eventStore(), store.feed(), store.outbox(), scheduler, "test");
    final Inbox inbox = new Inbox(kernel, Spool.none());
    sessions = sessions(kernel, inbox, twilio);
    calls = calls(kernel, sessions);
    final Claims claims = new Claims(calls, twilio::leg);
    server =
        Server.start(
            change.apply(options()),
            new ServerParts(
                new ServerParts.Domain(sessions, calls, claims),
                new ServerParts.TwilioSide(
                    new Voice(voice, calls, claims),
                    new Legs(calls, inbox),
                    new AccessTokens(TWILIO),
                    new Signatures(List.of(AUTH_TOKEN))),
                new ServerParts.Storage(store.eventStore(), store.feed(), store.deadLetters()),
                new ServerParts.Extensions(
                    mirror,
                    others,
                    List.of(),
                    List.of(new HealthProbe("store", trouble::get)),
                    pages),
                meters,
                clock,
                Optional.empty()));
  }

  /// The sessions of this node, with short retries to Twilio and without a ledger.
  public static PaySessions sessions(Kernel kernel, Inbox inbox, ScriptedTwilio twilio) {
    return new PaySessions(
        kernel,
        new PaySessions.Ports(
            twilio,
            (_, _) -> new Answer.NoLedger(),
            new CallAccess(kernel.store()),
            inbox,
            Projection.NONE),
        new PaySessionDecider(
            Deadlines.PRODUCTION,
            new Connectors(
                Map.of("sandbox", new ConnectorKind("ours", false, Set.of("card_declined"))))),
        new Retries(Duration.ofMillis(20), Duration.ofMillis(100), new SecureRandom()),
        new Ids(new SecureRandom()));
  }

  /// The calls of this node; waiting callers are never redirected.
  public static Calls calls(Kernel kernel, PaySessions sessions) {
    return new Calls(
        kernel, sessions, _ -> true, new CallDecider(Duration.ofHours(12)), Projection.NONE);
  }

  private static final TwilioOptions TWILIO =
      new TwilioOptions(
          "AC" + "0".repeat(32),
          AUTH_TOKEN,
          Optional.empty(),
          "SK" + "0".repeat(32),
          "an-api-secret-of-thirty-two-characters",
          Optional.of("http://127.0.0.1:1"),
          "http://127.0.0.1:1",
          TwilioOptions.DEFAULT_CONNECT_TIMEOUT,
          TwilioOptions.DEFAULT_READ_TIMEOUT,
          Optional.empty(),
          Optional.empty(),
          Map.of());

  public static ServerOptions options() {
    return new ServerOptions(
        "127.0.0.1",
        0,
        Optional.empty(),
        new SignInOptions(
            KEY,
            Duration.ofHours(8),
            List.of(
                new User("alice", Role.AGENT, cheap("alice's secret")),
                new User("bob", Role.AGENT, cheap("bob's secret")),
                new User("sue", Role.SUPERVISOR, cheap("sue's secret")))),
        List.of(
            new ConnectorOption("sandbox", ConnectorKinds.of("ours").orElseThrow()),
            new ConnectorOption("hosted", ConnectorKinds.of("hosted").orElseThrow())),
        "sandbox",
        "USD",
        TrustedProxies.NONE,
        Set.of(),
        Limits.DEFAULT,
        DeskOptions.NONE,
        PaymentDefaults.DEFAULT);
  }

  /// A hash that takes a millisecond, as most tests are not about passwords.
  private static User.Secret cheap(String password) {
    return HASHES.computeIfAbsent(
        password,
        p ->
            new User.Hash(
                Password.hash(p)
                    .addRandomSalt(16)
                    .with(Argon2Function.getInstance(256, 1, 1, 32, Argon2.ID))
                    .getResult()));
  }

  public static ServerOptions with(ServerOptions o, Limits limits) {
    return new ServerOptions(
        o.host(),
        o.port(),
        o.publicUrl(),
        o.signIn(),
        o.connectors(),
        o.defaultConnector(),
        o.defaultCurrency(),
        o.trustedProxies(),
        o.allowedOrigins(),
        limits,
        o.desk(),
        PaymentDefaults.DEFAULT);
  }

  /// API requests of a signed-in user.
  public Page as(String name) {
    return new Page(server.baseUri(), Optional.of(token(name)));
  }

  /// API requests without a token.
  public Page anyone() {
    return new Page(server.baseUri(), Optional.empty());
  }

  /// Twilio's signed webhooks.
  public Webhook twilio() {
    return new Webhook(server.baseUri());
  }

  /// Issues a token as sign-in does, without the time for the password.
  public String token(String name) {
    return tokens.computeIfAbsent(name, this::makeToken);
  }

  private String makeToken(String name) {
    final Role role = name.equals("sue") ? Role.SUPERVISOR : Role.AGENT;
    return new Tokens(options().signIn(), new Users(options().signIn().users()), clock)
        .make(new Caller(new AgentId(name), role))
        .value();
  }

  /// Creates a call that this agent has answered.
  public String callOf(String agent) {
    final String sid = newCall();
    twilio.customerOn(sid);
    as(agent).post("/api/calls/" + sid + "/claim", "");
    return sid;
  }

  public static String newCall() {
    return "CA" + "%032x".formatted(CALLS.incrementAndGet());
  }

  /// Starts a session of this agent on a new call, and waits until Twilio has accepted everything
  /// so far.
  public HttpAnswer sessionOf(String agent) {
    final HttpAnswer started =
        as(agent)
            .post(
                "/api/pay-sessions?wait=5s",
                "{\"call\":{\"sid\":\"%s\"},\"amount\":\"42.50\"}".formatted(callOf(agent)));
    if (started.at("state").equals("capturing")) {
      Awaitility.await().until(() -> stored(started.at("id")).captureConfirmed());
    }
    return started;
  }

  public PaySession stored(String id) {
    return sessions.find(new SessionId(id)).orElseThrow();
  }

  public CallSid callSid(String id) {
    return stored(id).request().call();
  }

  /// Returns all stored events, to compare before and after.
  public String position() {
    return store.feed().position();
  }

  @Override
  public void close() {
    server.close();
    scheduler.close();
    store.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
