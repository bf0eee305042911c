package dev.agentpay.connector;

import dev.agentpay.connector.spi.Processor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that can be set on a connector. [#problems] tells all mistakes at once; nothing is
/// checked before.
///
/// @param dataFolder where the ledger lives; made when it is missing
/// @param host the address to listen on
/// @param port 0 takes a free one
/// @param twilioCredentials what Twilio is configured with: one pair, two while it is being changed
/// @param ledgerCredentials what the server reads the ledger with; another pair than Twilio's
/// @param holdFor how long a request is held open while its outcome is not known; then its
///   connection is closed without an answer. Above the 10 s after which Twilio gives up and asks
///   again
/// @param sandboxDelay how long the sandbox takes to answer, to try time-outs; the charge is made
///   at once
/// @param processor the gateway; empty means the sandbox, which takes published test cards only
/// @param clock where the ledger's times and the sandbox's "today" come from
public record ConnectorOptions(
    Path dataFolder,
    String host,
    int port,
    List<Credentials> twilioCredentials,
    Credentials ledgerCredentials,
    Duration holdFor,
    Duration sandboxDelay,
    Optional<Processor> processor,
    InstantSource clock) {
  /// Loopback: card data in the clear must not be reachable from elsewhere by default.
  private static final String LOOPBACK = "127.0.0.1";

  /// Twilio's ten seconds, and as much again as clocks and networks may need.
  private static final Duration HOLD_FOR = Duration.ofSeconds(15);

  /// A connection is not held for longer: Twilio has gone long before.
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);

  /// Guessing must be hopeless without a limit on attempts.
  private static final int SHORTEST_PASSWORD = 16;

  /// User and password must fit into the header that is looked at.
  private static final int LONGEST_CREDENTIAL = 200;

  /// Two pairs are enough to change one without a gap.
  private static final int MOST_PAIRS = 2;

  public ConnectorOptions {
    twilioCredentials = List.copyOf(twilioCredentials);
  }

  /// The sandbox on loopback at a free port, with random credentials.
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

  /// What is wrong with these options, one sentence each; empty when nothing is.
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (Files.exists(dataFolder) && !Files.isDirectory(dataFolder)) {
      problems.add("dataFolder %s is not a folder".formatted(dataFolder));
    }
    if (host.isBlank()) {
      problems.add("host is blank: use 127.0.0.1, or 0.0.0.0 behind a TLS proxy");
    }
    if (port < 0 || port > 65_535) {
      problems.add("port %d is not 0 to 65535".formatted(port));
    }
    if (twilioCredentials.isEmpty() || twilioCredentials.size() > MOST_PAIRS) {
      problems.add("twilioCredentials must be one pair, or two while they are being changed");
    }
    twilioCredentials.forEach(one -> check("twilioCredentials", one, problems));
    check("ledgerCredentials", ledgerCredentials, problems);
    if (twilioCredentials.contains(ledgerCredentials)) {
      problems.add("ledgerCredentials must not be one of twilioCredentials");
    }
    if (!holdFor.isPositive() || holdFor.compareTo(LONGEST_HOLD) > 0) {
      problems.add("holdFor %s must be above 0 s and at most 2 min".formatted(holdFor));
    }
    if (sandboxDelay.isNegative()) {
      problems.add("sandboxDelay %s is negative".formatted(sandboxDelay));
    }
    if (processor.isPresent() && !sandboxDelay.isZero()) {
      problems.add("sandboxDelay works with the sandbox only, and processor is set");
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

  public ConnectorOptions withProcessor(Processor gateway) {
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
      problems.add(name + ": the user must not be blank or hold a colon");
    }
    if (pair.password().length() < SHORTEST_PASSWORD) {
      problems.add("%s: the password needs %d characters".formatted(name, SHORTEST_PASSWORD));
    }
    if (pair.user().length() > LONGEST_CREDENTIAL
        || pair.password().length() > LONGEST_CREDENTIAL) {
      problems.add("%s: more than %d characters".formatted(name, LONGEST_CREDENTIAL));
    }
  }
}
