package dev.agentpay.compat;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.User;
import dev.agentpay.calls.CallAccess;
import dev.agentpay.calls.CallDecider;
import dev.agentpay.calls.CallSchema;
import dev.agentpay.calls.Calls;
import dev.agentpay.calls.Claims;
import dev.agentpay.calls.ports.CustomerLegs;
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
import dev.agentpay.payments.session.Instruction;
import dev.agentpay.payments.session.PaySession;
import dev.agentpay.payments.session.PaySessionDecider;
import dev.agentpay.payments.values.CallSid;
import dev.agentpay.payments.values.Ids;
import dev.agentpay.payments.values.PaymentSid;
import dev.agentpay.server.Server;
import dev.agentpay.server.ServerParts;
import dev.agentpay.server.api.HealthProbe;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.DeskOptions;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.TrustedProxies;
import dev.agentpay.server.stream.AgentPages;
import dev.agentpay.store.sqlite.SqliteStore;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.rest.TwilioConnection;
import dev.agentpay.twilio.sync.SyncMirror;
import dev.agentpay.twilio.token.AccessTokens;
import dev.agentpay.twilio.webhook.Form;
import dev.agentpay.twilio.webhook.Signatures;
import dev.agentpay.voice.Legs;
import dev.agentpay.voice.Voice;
import dev.agentpay.voice.VoiceOptions;
import dev.agentpay.voice.VoiceSchema;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole server on a free port that serves all existing clients, with the agents alice and bob
/// and the supervisor sue. Only Twilio's REST API is faked; Twilio Sync cannot be reached.
final class CompatServer implements AutoCloseable {
  static final AgentId ALICE = new AgentId("alice");
  static final AgentId BOB = new AgentId("bob");
  static final String FIRST = "IS" + "1".repeat(32);
  static final String SECOND = "IS" + "2".repeat(32);
  static final String ACCOUNT = "AC" + "0".repeat(32);

  private static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
  private static final String PASSWORD = "secret";
  private static final Duration UUI_KEPT = Duration.ofHours(12);

  private static final Schema SCHEMA =
      Schema.of(PaymentSchema.SCHEMA, CallSchema.SCHEMA, VoiceSchema.SCHEMA, CompatSchema.SCHEMA);

  private static final TwilioOptions TWILIO =
      new TwilioOptions(
          ACCOUNT,
          AUTH_TOKEN,
          Optional.empty(),
          "SK" + "0".repeat(32),
          "an-api-secret-of-thirty-two-characters",
          Optional.of("http://127.0.0.1:1"),
          "http://127.0.0.1:1",
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  /// All existing clients, two Sync services, and the default values of the configuration.
  static final CompatOptions ALL_CLIENTS =
      new CompatOptions(
          Set.of(ExistingClient.values()),
          false,
          List.of(FIRST, SECOND),
          "AgentAssistedPaySync",
          "payMap",
          "uuiMap",
          Optional.of("pbx.example.test"),
          CompatOptions.CAPTURE_ORDER,
          true,
          false,
          List.of("sandbox", "hosted"),
          "USD",
          "+12025550106",
          Optional.empty(),
          5,
          Optional.empty());

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final SyncLeases leases;
  final AccessTokens accessTokens = new AccessTokens(TWILIO);
  private final SystemScheduler scheduler = new SystemScheduler();
  private final SqliteStore store;
  private final PaySessions sessions;
  private final Server server;
  private volatile boolean refuses;

  CompatServer(Path folder) {
    this(folder, ALL_CLIENTS);
  }

  CompatServer(Path folder, CompatOptions options) {
    this(folder, options, List.of("alice", "bob"));
  }

  CompatServer(Path folder, CompatOptions options, List<String> agents) {
    store = SqliteStore.open(folder.resolve("test.db"), SCHEMA, InstantSource.system());
    final Kernel kernel =
        Kernel.of(store.eventStore(), store.feed(), store.outbox(), scheduler, "test");
    final Inbox inbox = new Inbox(kernel, Spool.none());
    sessions = sessions(kernel, inbox);
    final Calls calls =
        new Calls(kernel, sessions, _ -> true, new CallDecider(UUI_KEPT), Projection.NONE);
    final Claims claims = new Claims(calls, CompatServer::leg);
    final Voice voice = new Voice(VoiceOptions.DEFAULT, calls, claims);
    final Legs legs = new Legs(calls, inbox);
    leases = new SyncLeases(kernel, options.syncServices());
    final AgentPages pages = new AgentPages();
    final Compat compat =
        new Compat(
            options,
            new Compat.Parts(
                kernel,
                sessions,
                calls,
                claims,
                voice,
                legs,
                accessTokens,
                leases,
                new SyncMirror(new FakeSync(), scheduler),
                TwilioConnection.open(TWILIO)::sync,
                ACCOUNT,
                UUI_KEPT,
                InstantSource.system(),
                pages));
    server =
        Server.start(
            serverOptions(agents),
            new ServerParts(
                new ServerParts.Domain(sessions, calls, claims),
                new ServerParts.TwilioSide(
                    voice, legs, accessTokens, new Signatures(List.of(AUTH_TOKEN))),
                new ServerParts.Storage(store.eventStore(), store.feed(), store.deadLetters()),
                new ServerParts.Extensions(
                    compat.mirror(),
                    List.of(compat),
                    List.of(Compat.viewer()),
                    List.of(new HealthProbe("store", store::trouble)),
                    pages),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                InstantSource.system(),
                Optional.empty()));
  }

  /// Copies options and changes whether requests without credentials are accepted.
  static CompatOptions withOpenDoor(CompatOptions options) {
    return with(options, true, options.assets());
  }

  /// Options that serve all clients and the files of this folder.
  static CompatOptions withAssets(Path folder) {
    return with(ALL_CLIENTS, false, Optional.of(folder));
  }

  private static CompatOptions with(CompatOptions o, boolean openDoor, Optional<Path> assets) {
    return new CompatOptions(
        o.clients(),
        openDoor,
        o.syncServices(),
        o.syncServiceName(),
        o.payMap(),
        o.uuiMap(),
        o.sipDomain(),
        o.captureOrder(),
        o.securityCode(),
        o.postalCode(),
        o.connectors(),
        o.currency(),
        o.phoneNumber(),
        o.applicationSid(),
        o.inputTimeoutSeconds(),
        assets);
  }

  /// The sid of a new call on which a customer is talking.
  static String newCall() {
    return "CA" + "%032x".formatted(NUMBERS.incrementAndGet());
  }

  /// The sid of a call that Twilio does not know.
  static String unknownCall() {
    return "CA" + "f".repeat(32);
  }

  /// Makes Twilio refuse all instructions from now on.
  void refuseInstructions() {
    refuses = true;
  }

  /// Returns the pay session of a Payment.
  PaySession session(String paymentSid) {
    return sessions.find(new PaymentSid(paymentSid)).orElseThrow();
  }

  /// The origin of the server's own pages.
  String origin() {
    return server.baseUri().toString();
  }

  Reply get(String path, Map<String, String> headers) {
    return send("GET", path, headers, "");
  }

  Reply post(String path, Map<String, String> headers, Map<String, ?> json) {
    final Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    return send("POST", path, all, JSON.writeValueAsString(json));
  }

  Reply send(String method, String path, Map<String, String> headers, String body) {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.baseUri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      final HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Posts a form with the signature that Twilio would send.
  Reply postSigned(String path, String form) {
    final String signature =
        Signatures.sign(
            AUTH_TOKEN, server.baseUri() + path, Form.parse(form.getBytes(StandardCharsets.UTF_8)));
    return send(
        "POST",
        path,
        Map.of("Content-Type", "application/x-www-form-urlencoded", Signatures.HEADER, signature),
        form);
  }

  /// The header for a user's name and password.
  static Map<String, String> basic(String user) {
    return basic(user, PASSWORD);
  }

  static Map<String, String> basic(String user, String password) {
    final byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  /// Signs in an agent of `agent-pay` and returns the header for their Sync token.
  Map<String, String> signIn(String agent) {
    return bearer(get("/loginMock", basic(agent)).json().asString());
  }

  @Override
  public void close() {
    server.close();
    scheduler.close();
    store.close();
  }

  /// A response.
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      return JSON.readTree(body());
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }
  }

  private PaySessions sessions(Kernel kernel, Inbox inbox) {
    return new PaySessions(
        kernel,
        new PaySessions.Ports(
            (call, instruction) -> answer(call.call(), instruction),
            (_, _) -> new Answer.NoLedger(),
            new CallAccess(kernel.store()),
            inbox,
            Projection.NONE),
        new PaySessionDecider(
            Deadlines.PRODUCTION,
            new Connectors(
                Map.of("sandbox", new ConnectorKind("ours", false, Set.of("card_declined"))))),
        new Retries(Duration.ofMillis(20), Duration.ofMillis(100), new Random(1)),
        new Ids(new Random(1)));
  }

  private Answer answer(CallSid call, Instruction instruction) {
    return refuses
        ? new Answer.Refused(400, 64_004, "refused " + instruction.getClass().getSimpleName())
        : new Answer.Accepted(new PaymentSid(call.value().replace("CA", "PK")));
  }

  private static CustomerLegs.Answer leg(CallSid leg) {
    return leg.value().equals(unknownCall())
        ? new CustomerLegs.Answer.Unknown()
        : new CustomerLegs.Answer.Customer(
            leg, "+12025550110", "+12025550104", true, Optional.empty());
  }

  private static ServerOptions serverOptions(List<String> agents) {
    final List<User> users = new ArrayList<>();
    final User.Secret secret = new User.Clear(PASSWORD);
    agents.forEach(name -> users.add(new User(name, User.Role.AGENT, secret)));
    users.add(new User("sue", User.Role.SUPERVISOR, secret));
    return new ServerOptions(
        "127.0.0.1",
        0,
        Optional.empty(),
        new SignInOptions("a test key that is long enough for HS256", Duration.ofHours(8), users),
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
}
