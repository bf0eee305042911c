package dev.agentpay.connector;

import dev.agentpay.connector.spi.CardProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All options of a connector. The constructor does not validate them; [#problems] reports all
/// mistakes at once.
///
/// @param dataFolder the folder of the ledger; created if it does not exist
/// @param host the address to listen on
/// @param port the port to listen on; 0 chooses a free port
/// @param twilioCredentials the credentials configured at Twilio: one pair, or two while they are
///   being changed
/// @param ledgerCredentials the credentials with which the server reads the ledger; must differ
///   from Twilio's
/// @param holdFor how long a request without a known outcome is held open before its connection is
///   closed without an answer. Should be longer than the 10 s after which Twilio gives up and
///   repeats the request
/// @param sandboxDelay how long the sandbox waits before it answers, to test time-outs; it charges
///   before the delay
/// @param processor the payment gateway; if empty, the sandbox, which accepts published test cards
///   only
/// @param clock the source of the times in the ledger and of the sandbox's current month
public record ConnectorOptions(
    Path dataFolder,
    String host,
    int port,
    List<Credentials> twilioCredentials,
    Credentials ledgerCredentials,
    Duration holdFor,
    Duration sandboxDelay,
    Optional<CardProcessor> processor,
    InstantSource clock) {
  /// By default the connector listens on loopback only, because it receives card data in clear
  /// text.
  private static final String LOOPBACK = "127.0.0.1";

  /// Twilio's ten seconds, plus a margin for clocks and networks.
  private static final Duration HOLD_FOR = Duration.ofSeconds(15);

  /// Holding a connection longer is pointless, because Twilio gives up much earlier.
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

  /// Long enough that passwords cannot be guessed, although attempts are not limited.
  private static final int SHORTEST_PASSWORD = 16;

  /// Keeps the `Authorization` header below the length that [BasicAuth] accepts.
  private static final int LONGEST_CREDENTIAL = 200;

  /// Two pairs are enough to change the credentials without downtime.
  private static final int MAX_PAIRS = 2;

  public ConnectorOptions {
    twilioCredentials = List.copyOf(twilioCredentials);
  }

  /// Options for a sandbox connector on loopback, with a free port and random credentials.
  public static ConnectorOptions sandbox(Path dataFolder) {
    return new ConnectorOptions(
        dataFolder,
        LOOPBACK,
        0,
        List.of(Credentials.random("twilio")),
        Credentials.random("ledger"),
        HOLD_FOR,
        Duration.ZERO,
        Optional.empty(),
        InstantSource.system());
  }

  /// Returns a sentence for each mistake in these options; empty if they are valid.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (Files.exists(dataFolder) && !Files.isDirectory(dataFolder)) {
      problems.add("dataFolder must be a folder; %s is a file".formatted(dataFolder));
    }
    if (host.isBlank()) {
      problems.add("host must not be blank: use 127.0.0.1, or 0.0.0.0 with TLS");
    }
    if (port < 0 || port > 65_535) {
      problems.add("port must be 0 to 65535; got %s".formatted(port));
    }
    if (twilioCredentials.isEmpty() || twilioCredentials.size() > MAX_PAIRS) {
      problems.add(
          "twilioCredentials must be one pair, or two while they are being changed; got %s"
              .formatted(twilioCredentials.size()));
    }
    twilioCredentials.forEach(one -> check("twilioCredentials", one, problems));
    check("ledgerCredentials", ledgerCredentials, problems);
    if (twilioCredentials.contains(ledgerCredentials)) {
      problems.add("ledgerCredentials must not be one of twilioCredentials");
    }
    if (!holdFor.isPositive() || holdFor.compareTo(LONGEST_HOLD) > 0) {
      problems.add("holdFor must be above 0 s and at most 2 min; got %s".formatted(holdFor));
    }
    if (sandboxDelay.isNegative()) {
      problems.add("sandboxDelay must not be negative; got %s".formatted(sandboxDelay));
    }
    if (processor.isPresent() && !sandboxDelay.isZero()) {
      problems.add("sandboxDelay works only with the sandbox, but processor is set: remove one");
    }
    return List.copyOf(problems);
  }

  public ConnectorOptions withHost(String newHost) {
    return new ConnectorOptions(
        dataFolder,
        newHost,
        port,
        twilioCredentials,
        ledgerCredentials,
        holdFor,
        sandboxDelay,
        processor,
        clock);
  }

  public ConnectorOptions withPort(int newPort) {
    return new ConnectorOptions(
        dataFolder,
        host,
        newPort,
        twilioCredentials,
        ledgerCredentials,
        holdFor,
        sandboxDelay,
        processor,
        clock);
  }

  public ConnectorOptions withTwilioCredentials(Credentials... pairs) {
    return new ConnectorOptions(
        dataFolder,
        host,
        port,
        List.of(pairs),
        ledgerCredentials,
        holdFor,
        sandboxDelay,
        processor,
        clock);
  }

  public ConnectorOptions withLedgerCredentials(Credentials pair) {
    return new ConnectorOptions(
        dataFolder, host, port, twilioCredentials, pair, holdFor, sandboxDelay, processor, clock);
  }

  public ConnectorOptions withHoldFor(Duration limit) {
    return new ConnectorOptions(
        dataFolder,
        host,
        port,
        twilioCredentials,
        ledgerCredentials,
        limit,
        sandboxDelay,
        processor,
        clock);
  }

  public ConnectorOptions withSandboxDelay(Duration delay) {
    return new ConnectorOptions(
        dataFolder,
        host,
        port,
        twilioCredentials,
        ledgerCredentials,
        holdFor,
        delay,
        processor,
        clock);
  }

  public ConnectorOptions withProcessor(CardProcessor gateway) {
    return new ConnectorOptions(
        dataFolder,
        host,
        port,
        twilioCredentials,
        ledgerCredentials,
        holdFor,
        sandboxDelay,
        Optional.of(gateway),
        clock);
  }

  public ConnectorOptions withClock(InstantSource newClock) {
    return new ConnectorOptions(
        dataFolder,
        host,
        port,
        twilioCredentials,
        ledgerCredentials,
        holdFor,
        sandboxDelay,
        processor,
        newClock);
  }

  private static void check(String name, Credentials pair, List<String> problems) {
    if (pair.user().isBlank() || pair.user().contains(":")) {
      problems.add(name + ": the user must not be blank or contain a colon");
    }
    if (pair.password().length() < SHORTEST_PASSWORD) {
      problems.add(
          "%s: the password must have at least %s characters".formatted(name, SHORTEST_PASSWORD));
    } else {
      GuessableSecret.problem(pair.password())
          .ifPresent(problem -> problems.add("%s: the password %s".formatted(name, problem)));
    }
    if (pair.user().length() > LONGEST_CREDENTIAL
        || pair.password().length() > LONGEST_CREDENTIAL) {
      problems.add(
          "%s: the user and the password must each have at most %s characters"
              .formatted(name, LONGEST_CREDENTIAL));
    }
  }
}
