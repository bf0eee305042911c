package dev.agentpay.simulator.options;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Configuration of a simulator. Immutable; the constructor reports all errors together.
///
/// @param host address to listen on, usually loopback
/// @param port 0 uses any free port
/// @param authToken the primary auth token: signs the webhooks and gives access to the REST API
/// @param timeScale factor on every simulated wait, above 0 and at most 1; 0.05 turns five seconds
///   into a quarter of a second. A person who may press a key or answer has two seconds at least
/// @param seed of ids and faults; empty uses a random seed, so that two runs never share a CallSid
/// @param pages folder on the class path with the phone page, such as `/web/phone`; empty serves no
///   page
/// @param verifiedCallerIds numbers outside the account that a `<Dial>` may use as caller ID
/// @param application the TwiML application that softphones dial through; empty if they cannot dial
/// @param syncServices Sync services that exist from the start and after every reset
public record SimulatorOptions(
    String host,
    int port,
    String accountSid,
    String authToken,
    String apiKeySid,
    String apiKeySecret,
    List<NumberOptions> numbers,
    List<ConnectorOptions> connectors,
    Switches switches,
    Faults faults,
    double timeScale,
    OptionalLong seed,
    Optional<String> pages,
    List<SipDomainOptions> sipDomains,
    List<String> verifiedCallerIds,
    Optional<ApplicationOptions> application,
    List<SyncServiceOptions> syncServices) {

  /// Sid of the shared key that signs webhooks if the switch `webhookKey` says so.
  public static final String SHARED_KEY = "simulator-shared-key";

  /// The secret of [#SHARED_KEY].
  public static final String SHARED_KEY_SECRET = "simulator-shared-key-secret";

  private static final Pattern ACCOUNT_SID = Pattern.compile("AC[0-9a-fA-F]{32}");
  private static final Pattern API_KEY_SID = Pattern.compile("SK[0-9a-fA-F]{32}");

  /// @throws IllegalArgumentException with every problem, one per line
  public SimulatorOptions {
    numbers = List.copyOf(numbers);
    connectors = List.copyOf(connectors);
    sipDomains = List.copyOf(sipDomains);
    verifiedCallerIds = List.copyOf(verifiedCallerIds);
    syncServices = List.copyOf(syncServices);
    final List<String> problems = new ArrayList<>();
    if (port < 0 || port > 65_535) {
      problems.add("port must be from 0 (any free port) to 65535; got " + port);
    }
    if (!ACCOUNT_SID.matcher(accountSid).matches()) {
      problems.add("account sid must be AC and 32 hexadecimal digits; got \"" + accountSid + "\"");
    }
    if (!API_KEY_SID.matcher(apiKeySid).matches()) {
      problems.add("API key sid must be SK and 32 hexadecimal digits; got \"" + apiKeySid + "\"");
    }
    if (authToken.isBlank() || apiKeySecret.isBlank()) {
      problems.add("auth token and API key secret must not be blank");
    }
    if (!(timeScale > 0 && timeScale <= 1)) {
      problems.add("time scale must be above 0 and at most 1; got " + timeScale);
    }
    numbers.forEach(number -> problems.addAll(number.problems()));
    connectors.forEach(connector -> problems.addAll(connector.problems()));
    sipDomains.forEach(domain -> problems.addAll(domain.problems()));
    application.ifPresent(app -> problems.addAll(app.problems()));
    syncServices.forEach(service -> problems.addAll(service.problems()));
    if (verifiedCallerIds.stream().anyMatch(String::isBlank)) {
      problems.add("a verified caller ID must not be blank; it must look like +15550100");
    }
    repeated(numbers.stream().map(NumberOptions::number).toList())
        .forEach(number -> problems.add("number " + number + " is configured twice"));
    repeated(connectors.stream().map(ConnectorOptions::name).toList())
        .forEach(name -> problems.add("connector " + name + " is configured twice"));
    repeated(sipDomains.stream().map(SipDomainOptions::domain).toList())
        .forEach(domain -> problems.add("SIP domain " + domain + " is configured twice"));
    repeated(syncServices.stream().map(SyncServiceOptions::sid).toList())
        .forEach(sid -> problems.add("Sync service " + sid + " is configured twice"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /// A well-known account for demos and tests, on port 8089, with one hosted connector named
  /// `Default`.
  public static SimulatorOptions demo() {
    return new SimulatorOptions(
        "127.0.0.1",
        8089,
        "ACde300000000000000000000000000000",
        "simulator-auth-token",
        "SKde300000000000000000000000000000",
        "simulator-api-key-secret",
        List.of(),
        List.of(ConnectorOptions.hosted("Default")),
        Switches.defaults(),
        Faults.none(),
        1.0,
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /// Reads options from the maps and lists of a configuration file. Keys are the names of the
  /// components; missing ones are as in [#demo()]. A connector may leave out what
  /// [ConnectorOptions#generic] or, with `kind: HOSTED`, [ConnectorOptions#hosted] sets.
  ///
  /// @throws IllegalArgumentException with all problems, one per line
  public static SimulatorOptions of(Map<String, ?> configuration) {
    return new OptionsReader().read(configuration);
  }

  public SimulatorOptions withHost(String host) {
    return with(draft -> draft.host = host);
  }

  public SimulatorOptions withPort(int port) {
    return with(draft -> draft.port = port);
  }

  public SimulatorOptions withAccount(String accountSid, String authToken) {
    return with(
        draft -> {
          draft.accountSid = accountSid;
          draft.authToken = authToken;
        });
  }

  public SimulatorOptions withApiKey(String apiKeySid, String apiKeySecret) {
    return with(
        draft -> {
          draft.apiKeySid = apiKeySid;
          draft.apiKeySecret = apiKeySecret;
        });
  }

  /// Adds a number, or replaces the one of the same name.
  public SimulatorOptions withNumber(String number, String voiceUrl, String statusCallbackUrl) {
    return withNumber(new NumberOptions(number, voiceUrl, Optional.of(statusCallbackUrl)));
  }

  /// Adds a number, or replaces the one of the same name.
  public SimulatorOptions withNumber(NumberOptions number) {
    return with(
        draft -> {
          draft.numbers.removeIf(old -> old.number().equals(number.number()));
          draft.numbers.add(number);
        });
  }

  /// Adds a number that answers its calls with this TwiML document, without a voice URL.
  public SimulatorOptions withNumberTwiml(String number, String twiml) {
    return withNumber(NumberOptions.ofTwiml(number, twiml));
  }

  /// Adds a SIP domain, or replaces the one of the same name.
  public SimulatorOptions withSipDomain(String domain, String voiceUrl, String statusCallbackUrl) {
    return withSipDomain(new SipDomainOptions(domain, voiceUrl, Optional.of(statusCallbackUrl)));
  }

  /// Adds a SIP domain, or replaces the one of the same name.
  public SimulatorOptions withSipDomain(SipDomainOptions domain) {
    return with(
        draft -> {
          draft.sipDomains.removeIf(old -> old.domain().equals(domain.domain()));
          draft.sipDomains.add(domain);
        });
  }

  /// Adds a caller ID that a `<Dial>` may use although the account does not own the number.
  public SimulatorOptions withVerifiedCallerId(String number) {
    return with(draft -> draft.verifiedCallerIds.add(number));
  }

  /// Lets softphones dial out. `voiceUrl` returns the TwiML of these calls. The application's sid
  /// is `Simulator.applicationSid()`.
  public SimulatorOptions withApplication(String voiceUrl) {
    return withApplication(ApplicationOptions.of(voiceUrl));
  }

  /// Lets softphones dial out.
  public SimulatorOptions withApplication(ApplicationOptions application) {
    return with(draft -> draft.application = Optional.of(application));
  }

  /// Adds a Sync service, or replaces the one with the same sid.
  public SimulatorOptions withSyncService(String sid, String friendlyName) {
    return with(
        draft -> {
          draft.syncServices.removeIf(old -> old.sid().equals(sid));
          draft.syncServices.add(new SyncServiceOptions(sid, friendlyName));
        });
  }

  /// Adds a Generic Pay Connector, or replaces the connector of the same name.
  public SimulatorOptions withConnector(String name, String url, String user, String password) {
    return withConnector(ConnectorOptions.generic(name, url, user, password));
  }

  /// Adds a connector, or replaces the one of the same name.
  public SimulatorOptions withConnector(ConnectorOptions connector) {
    return with(
        draft -> {
          draft.connectors.removeIf(old -> old.name().equals(connector.name()));
          draft.connectors.add(connector);
        });
  }

  public SimulatorOptions withSwitches(Switches switches) {
    return with(draft -> draft.switches = switches);
  }

  public SimulatorOptions withFaults(Faults faults) {
    return with(draft -> draft.faults = faults);
  }

  public SimulatorOptions withTimeScale(double timeScale) {
    return with(draft -> draft.timeScale = timeScale);
  }

  public SimulatorOptions withSeed(long seed) {
    return with(draft -> draft.seed = OptionalLong.of(seed));
  }

  /// Serves the phone page from this folder on the class path. The simulator does not start if the
  /// folder does not exist.
  public SimulatorOptions withPages(String classpathFolder) {
    return with(draft -> draft.pages = Optional.of(classpathFolder));
  }

  private SimulatorOptions with(Consumer<Draft> change) {
    final Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  @Override
  public String toString() {
    return "SimulatorOptions["
        + host
        + ":"
        + port
        + ", "
        + accountSid
        + ", "
        + numbers
        + ", "
        + connectors
        + ", "
        + sipDomains
        + "]";
  }

  private static List<String> repeated(List<String> names) {
    final Set<String> distinct = new HashSet<>();
    return names.stream().filter(name -> !distinct.add(name)).distinct().toList();
  }

  /// A mutable copy, in which each `with…` method sets only what it changes.
  private static final class Draft {
    private String host;
    private int port;
    private String accountSid;
    private String authToken;
    private String apiKeySid;
    private String apiKeySecret;
    private final List<NumberOptions> numbers;
    private final List<ConnectorOptions> connectors;
    private Switches switches;
    private Faults faults;
    private double timeScale;
    private OptionalLong seed;
    private Optional<String> pages;
    private final List<SipDomainOptions> sipDomains;
    private final List<String> verifiedCallerIds;
    private Optional<ApplicationOptions> application;
    private final List<SyncServiceOptions> syncServices;

    Draft(SimulatorOptions options) {
      host = options.host;
      port = options.port;
      accountSid = options.accountSid;
      authToken = options.authToken;
      apiKeySid = options.apiKeySid;
      apiKeySecret = options.apiKeySecret;
      numbers = new ArrayList<>(options.numbers);
      connectors = new ArrayList<>(options.connectors);
      switches = options.switches;
      faults = options.faults;
      timeScale = options.timeScale;
      seed = options.seed;
      pages = options.pages;
      sipDomains = new ArrayList<>(options.sipDomains);
      verifiedCallerIds = new ArrayList<>(options.verifiedCallerIds);
      application = options.application;
      syncServices = new ArrayList<>(options.syncServices);
    }

    SimulatorOptions options() {
      return new SimulatorOptions(
          host,
          port,
          accountSid,
          authToken,
          apiKeySid,
          apiKeySecret,
          numbers,
          connectors,
          switches,
          faults,
          timeScale,
          seed,
          pages,
          sipDomains,
          verifiedCallerIds,
          application,
          syncServices);
    }
  }
}
