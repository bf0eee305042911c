package dev.agentpay.app.config;

import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.auth.SignInOptions;
import dev.agentpay.auth.User;
import dev.agentpay.compat.CompatOptions;
import dev.agentpay.events.AgentId;
import dev.agentpay.payments.proof.ConnectorKind;
import dev.agentpay.payments.proof.ConnectorKinds;
import dev.agentpay.payments.proof.Connectors;
import dev.agentpay.payments.proof.Proof;
import dev.agentpay.payments.session.Deadlines;
import dev.agentpay.payments.session.PayRequest;
import dev.agentpay.server.options.ConnectorOption;
import dev.agentpay.server.options.ForwardedHeader;
import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.PaymentDefaults;
import dev.agentpay.server.options.ServerOptions;
import dev.agentpay.server.options.TrustedProxies;
import dev.agentpay.twilio.InvalidOptionsException;
import dev.agentpay.twilio.TwilioOptions;
import dev.agentpay.twilio.WebAddress;
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

/// The options of a server process.
///
/// @param compat options for existing clients
/// @param uuiKept how long a UUI refers to its call, and how long a claim waits for a call
/// @param data the folder of the database and the spool
/// @param sweep interval at which overdue deadlines and expired leases are searched for
/// @param callCheck interval at which Twilio is asked whether live calls have ended
/// @param ledger the ledger of our own connector; empty if only hosted connectors are used
/// @param tls the certificate; empty to answer plain HTTP
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
    Optional<LedgerAddress> ledger,
    Optional<CertificateFiles> tls) {
  /// The class path folder of the built pages.
  public static final String WEB = "/dev/agentpay/web/";

  /// Minimum time for Twilio to report the result of a submit: the connector may take six times 10
  /// s, and Twilio needs time to send the callback.
  private static final Duration MIN_COMPLETING = Duration.ofSeconds(90);

  /// Separates users. An argon2 hash also contains commas, so only a comma before `name:role:`
  /// separates.
  private static final Pattern USER_SEPARATOR =
      Pattern.compile(",\\s*(?=[A-Za-z0-9_.@-]+:(agent|supervisor):)");

  /// Reads the options, and records all problems in the settings.
  ///
  /// @return empty if there is a problem
  public static Optional<ServeOptions> from(Settings settings) {
    final Optional<TwilioOptions> twilio = twilio(settings);
    final VoiceOptions voice = VoiceSettings.voice(settings);
    final ServerOptions server = server(settings, voice);
    settings.moreProblems(serverProblems(settings, server));
    SecretSettings.check(settings, sharedKeys(settings).values());
    final CompatOptions compat = CompatSettings.compat(settings, server);
    voice.phones().values().stream()
        .filter(_ -> !settings.isFaulty(Key.USERS))
        .filter(agent -> server.signIn().users().stream().noneMatch(u -> isAgent(u, agent)))
        .forEach(
            agent ->
                settings.problem(
                    Key.PHONES,
                    "names "
                        + agent
                        + ", who is not an agent: add them to users, or remove them here"));
    final Deadlines deadlines = deadlines(settings);
    final Optional<LedgerAddress> ledger = ledger(settings, server);
    final Optional<CertificateFiles> tls = TlsSettings.tls(settings);
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
                deadlines,
                sweep,
                settings.duration(Key.CALL_CHECK),
                ledger,
                tls))
        : Optional.empty();
  }

  private static boolean isAgent(User user, AgentId agent) {
    return user.role() == User.Role.AGENT && user.name().equals(agent.value());
  }

  /// Returns the names of AgentPay's own connectors.
  public Set<String> ownConnectors() {
    return server.connectors().stream()
        .filter(c -> c.kind().hasLedger())
        .map(ConnectorOption::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Returns the kind of each connector.
  public Connectors kinds() {
    return new Connectors(
        server.connectors().stream()
            .collect(Collectors.toUnmodifiableMap(ConnectorOption::name, ConnectorOption::kind)));
  }

  private static Optional<TwilioOptions> twilio(Settings settings) {
    try {
      return Optional.of(
          new TwilioOptions(
              settings.text(Key.ACCOUNT_SID),
              settings.text(Key.AUTH_TOKEN),
              settings.optional(Key.SECOND_AUTH_TOKEN),
              settings.text(Key.API_KEY),
              settings.text(Key.API_SECRET),
              settings.optional(Key.BASE_URL),
              settings.text(Key.PUBLIC_URL),
              settings.duration(Key.CONNECT_TIMEOUT),
              settings.duration(Key.READ_TIMEOUT),
              settings.optional(Key.REGION),
              settings.optional(Key.EDGE),
              sharedKeys(settings)));
    } catch (InvalidOptionsException e) {
      settings.moreProblems(e.problems());
      return Optional.empty();
    }
  }

  /// Leaves out the default connector if the list of connectors is invalid: it may be in that list.
  private static List<String> serverProblems(Settings settings, ServerOptions server) {
    return server.problems().stream()
        .filter(p -> !settings.isFaulty(Key.CONNECTORS) || !p.startsWith("defaultConnector: "))
        .toList();
  }

  private static PaymentDefaults paymentDefaults(Settings settings) {
    return new PaymentDefaults(
        settings.number(Key.INPUT_TIMEOUT_SECONDS, 1, PayRequest.MAX_INPUT_TIMEOUT_SECONDS),
        settings.list(Key.CARD_TYPES),
        settings.list(Key.TYPE_TWICE));
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

  private static ServerOptions server(Settings settings, VoiceOptions voice) {
    final List<ConnectorOption> connectors = connectors(settings);
    final String firstConnector = connectors.isEmpty() ? "" : connectors.getFirst().name();
    return new ServerOptions(
        settings.text(Key.HOST),
        settings.number(Key.PORT, 0, 65_535),
        settings.optional(Key.PUBLIC_URL).map(WebAddress::withoutSlash),
        new SignInOptions(
            settings.text(Key.TOKEN_KEY),
            settings.optional(Key.SECOND_TOKEN_KEY),
            settings.duration(Key.TOKEN_LIFETIME),
            settings.duration(Key.IDLE_SIGN_OUT),
            users(settings)),
        connectors,
        settings.optional(Key.DEFAULT_CONNECTOR).orElse(firstConnector),
        settings.text(Key.CURRENCY),
        trustedProxies(settings),
        Set.copyOf(settings.list(Key.ALLOWED_ORIGINS)),
        limits(settings),
        VoiceSettings.desk(settings, voice),
        paymentDefaults(settings));
  }

  private static Limits limits(Settings settings) {
    final Limits defaults = Limits.DEFAULT;
    return new Limits(
        defaults.jsonBytes(),
        defaults.streamsPerUser(),
        defaults.streams(),
        defaults.streamQueue(),
        settings.duration(Key.HEARTBEAT),
        defaults.loginsPerMinute(),
        defaults.requestHead());
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
                  "must be NAME=KIND, not %s; KIND is one of %s"
                      .formatted(entry, String.join(", ", ConnectorKinds.names()))));
    }
    return connectors;
  }

  private static List<User> users(Settings settings) {
    final List<User> users = new ArrayList<>();
    for (String entry : USER_SEPARATOR.split(settings.text(Key.USERS), -1)) {
      final String[] parts = entry.strip().split(":", 3);
      final Optional<User.Role> role =
          parts.length == 3 ? User.Role.ofWire(parts[1]) : Optional.empty();
      if (role.isPresent()) {
        users.add(new User(parts[0], role.get(), new User.Hash(parts[2])));
      } else if (!entry.isBlank()) {
        settings.problem(
            Key.USERS, "must be name:agent:HASH or name:supervisor:HASH for each user");
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
    if (settings.optional(Key.BASE_URL).isEmpty()
        && deadlines.completing().compareTo(MIN_COMPLETING) < 0) {
      settings.problem(Key.COMPLETING, "must be at least 90s with the real Twilio");
    }
    return deadlines;
  }

  private static Optional<LedgerAddress> ledger(Settings settings, ServerOptions server) {
    final boolean isRequired = server.connectors().stream().anyMatch(c -> c.kind().hasLedger());
    final Optional<String> url = settings.optional(Key.LEDGER_URL);
    if (isRequired && url.isEmpty()) {
      settings.problem(Key.LEDGER_URL, "is required with an ours connector");
    }
    if (url.isPresent() && !url.get().matches("https?://[^\\s?#]+")) {
      settings.problem(Key.LEDGER_URL, "must be an http or https URL without a query");
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
