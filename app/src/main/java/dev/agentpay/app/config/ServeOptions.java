package dev.agentpay.app.config;

import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.User;
import dev.agentpay.compat.CompatOptions;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.ConnectorKinds;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.ForwardedHeader;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.TrustedProxies;
import dev.agentpay.twilio.InvalidOptionsException;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.voice.VoiceOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a server process needs to know.
///
/// @param compat what is served to existing clients
/// @param uuiKept how long a UUI leads to its call
/// @param ledger where our own connector's ledger is; empty when only hosted connectors are used
/// @param sweep how often due deadlines and dead nodes are looked for
/// @param callCheck how often Twilio is asked whether calls still go on
public record ServeOptions(
    TwilioOptions twilio,
    ServerOptions server,
    VoiceOptions voice,
    CompatOptions compat,
    Duration uuiKept,
    Path data,
    Deadlines deadlines,
    Duration sweep,
    Duration callCheck,
    Optional<LedgerAddress> ledger) {
  /// Where the build puts the agent's page on the class path.
  public static final String DESK_PAGE = "/dev/agentpay/web/desk/";

  /// A connector may take six times 10 s, and Twilio a while to tell.
  private static final Duration SHORTEST_COMPLETING = Duration.ofSeconds(90);

  /// Commas also stand inside an argon2 hash: a user begins at a comma before `name:role:`.
  private static final Pattern BETWEEN_USERS =
      Pattern.compile(",\\s*(?=[A-Za-z0-9_.@-]+:(agent|supervisor):)");

  /// Reads them, and notes in the settings every problem it finds.
  ///
  /// @return empty when there is a problem
  public static Optional<ServeOptions> from(Settings settings) {
    final Optional<TwilioOptions> twilio = settings.make(ServeOptions::twilio, ServeOptions::why);
    final VoiceOptions voice = VoiceSettings.voice(settings);
    final ServerOptions server = server(settings, voice);
    settings.problems(server.problems());
    final CompatOptions compat = CompatSettings.compat(settings, server);
    voice.phones().values().stream()
        .filter(agent -> server.signIn().users().stream().noneMatch(u -> isAgent(u, agent)))
        .forEach(agent -> settings.problem(Key.PHONES, "names " + agent + ", who is no agent"));
    final Optional<Deadlines> deadlines =
        settings.make(ServeOptions::deadlines, e -> List.of(String.valueOf(e.getMessage())));
    final Optional<LedgerAddress> ledger = ledger(settings, server);
    final Path data = Path.of(settings.text(Key.DATA));
    final Duration sweep = settings.duration(Key.SWEEP);
    return settings.problems().isEmpty()
        ? Optional.of(
            new ServeOptions(
                twilio.orElseThrow(),
                server,
                voice,
                compat,
                settings.duration(Key.UUI_KEPT),
                data,
                deadlines.orElseThrow(),
                sweep,
                settings.duration(Key.CALL_CHECK),
                ledger))
        : Optional.empty();
  }

  private static boolean isAgent(User user, AgentId agent) {
    return user.role() == User.Role.AGENT && user.name().equals(agent.value());
  }

  /// Names of the connectors that are ours.
  public Set<String> ours() {
    return server.connectors().stream()
        .filter(c -> c.kind().hasLedger())
        .map(ConnectorOption::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What kind each connector is.
  public Connectors kinds() {
    return new Connectors(
        server.connectors().stream()
            .collect(Collectors.toUnmodifiableMap(ConnectorOption::name, ConnectorOption::kind)));
  }

  private static TwilioOptions twilio(Settings settings) {
    return new TwilioOptions(
        settings.text(Key.ACCOUNT_SID),
        settings.text(Key.AUTH_TOKEN),
        settings.maybe(Key.SECOND_AUTH_TOKEN),
        settings.text(Key.API_KEY),
        settings.text(Key.API_SECRET),
        settings.maybe(Key.BASE_URL),
        settings.text(Key.PUBLIC_URL),
        settings.duration(Key.CONNECT_TIMEOUT),
        settings.duration(Key.READ_TIMEOUT),
        settings.maybe(Key.REGION),
        settings.maybe(Key.EDGE),
        sharedKeys(settings));
  }

  private static TrustedProxies trustedProxies(Settings settings) {
    final String name = settings.text(Key.PROXY_HEADER);
    final Optional<ForwardedHeader> header = ForwardedHeader.named(name);
    if (header.isEmpty()) {
      settings.problem(
          Key.PROXY_HEADER,
          "must be "
              + Stream.of(ForwardedHeader.values())
                  .map(ForwardedHeader::headerName)
                  .collect(Collectors.joining(" or ")));
    }
    return new TrustedProxies(
        Set.copyOf(settings.list(Key.TRUSTED_PROXIES)),
        header.orElse(ForwardedHeader.X_FORWARDED_FOR));
  }

  private static Map<String, String> sharedKeys(Settings settings) {
    final Map<String, String> secrets = new LinkedHashMap<>();
    for (String entry : settings.list(Key.SHARED_KEYS)) {
      final String[] parts = entry.split("=", 2);
      if (parts.length < 2 || secrets.put(parts[0].strip(), parts[1].strip()) != null) {
        settings.problem(Key.SHARED_KEYS, "must be KEY-SID=SECRET, with each KEY-SID once");
      }
    }
    return secrets;
  }

  private static List<String> why(RuntimeException e) {
    return e instanceof InvalidOptionsException invalid
        ? invalid.problems().stream().map(p -> "twilio." + p).toList()
        : List.of(String.valueOf(e.getMessage()));
  }

  private static ServerOptions server(Settings settings, VoiceOptions voice) {
    final List<ConnectorOption> connectors = connectors(settings);
    final String first = connectors.isEmpty() ? "" : connectors.getFirst().name();
    return new ServerOptions(
        settings.text(Key.HOST),
        settings.number(Key.PORT, 0, 65_535),
        settings.maybe(Key.PUBLIC_URL),
        new SignInOptions(
            settings.text(Key.TOKEN_KEY), settings.duration(Key.TOKEN_LIFETIME), users(settings)),
        connectors,
        settings.maybe(Key.DEFAULT_CONNECTOR).orElse(first),
        settings.text(Key.CURRENCY),
        trustedProxies(settings),
        Set.copyOf(settings.list(Key.ALLOWED_ORIGINS)),
        limits(settings),
        VoiceSettings.desk(settings, voice));
  }

  private static Limits limits(Settings settings) {
    final Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.jsonBytes(),
        usual.streamsPerUser(),
        usual.streams(),
        usual.streamQueue(),
        settings.duration(Key.HEARTBEAT),
        usual.loginsPerMinute(),
        usual.requestHead());
  }

  private static List<ConnectorOption> connectors(Settings settings) {
    final List<ConnectorOption> connectors = new ArrayList<>();
    for (String entry : settings.list(Key.CONNECTORS)) {
      final String[] parts = entry.split("=", 2);
      final Optional<ConnectorKind> kind =
          parts.length == 2 ? ConnectorKinds.of(parts[1]) : Optional.empty();
      kind.ifPresentOrElse(
          known -> connectors.add(new ConnectorOption(parts[0], known)),
          () ->
              settings.problem(
                  Key.CONNECTORS,
                  "is NAME=KIND, not %s; kinds are %s"
                      .formatted(entry, String.join(", ", ConnectorKinds.names()))));
    }
    return connectors;
  }

  private static List<User> users(Settings settings) {
    final List<User> users = new ArrayList<>();
    for (String entry : BETWEEN_USERS.split(settings.text(Key.USERS), -1)) {
      final String[] parts = entry.strip().split(":", 3);
      final Optional<User.Role> role =
          parts.length == 3 ? User.Role.ofWire(parts[1]) : Optional.empty();
      if (role.isPresent()) {
        users.add(new User(parts[0], role.get(), new User.Hash(parts[2])));
      } else if (!entry.isBlank()) {
        settings.problem(Key.USERS, "is name:agent:HASH or name:supervisor:HASH for each user");
      }
    }
    return users;
  }

  private static Deadlines deadlines(Settings settings) {
    final Deadlines deadlines =
        new Deadlines(
            settings.duration(Key.OPENING),
            settings.duration(Key.IDLE),
            settings.duration(Key.CAPTURING),
            settings.duration(Key.READY),
            settings.duration(Key.COMPLETING),
            settings.duration(Key.LEDGER_PAUSE),
            Proof.RETRY_WINDOW);
    if (settings.maybe(Key.BASE_URL).isEmpty()
        && deadlines.completing().compareTo(SHORTEST_COMPLETING) < 0) {
      settings.problem(Key.COMPLETING, "is at least 90s with a real Twilio");
    }
    return deadlines;
  }

  private static Optional<LedgerAddress> ledger(Settings settings, ServerOptions server) {
    final boolean needed = server.connectors().stream().anyMatch(c -> c.kind().hasLedger());
    final Optional<String> url = settings.maybe(Key.LEDGER_URL);
    if (needed && url.isEmpty()) {
      settings.problem(Key.LEDGER_URL, "is needed with a connector of ours");
    }
    if (url.isPresent() && !url.get().matches("https?://[^\\s?#]+")) {
      settings.problem(Key.LEDGER_URL, "is an http or https address");
      return Optional.empty();
    }
    return url.map(
        address ->
            new LedgerAddress(
                URI.create(address),
                settings.text(Key.LEDGER_USER),
                settings.text(Key.LEDGER_PASSWORD)));
  }
}
