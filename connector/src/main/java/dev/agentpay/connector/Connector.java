package dev.agentpay.connector;

import dev.agentpay.connector.sandbox.SandboxProcessor;
import dev.agentpay.connector.sandbox.SandboxRecord;
import dev.agentpay.connector.spi.CardProcessor;
import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Generic Pay Connector. It answers Twilio's requests at [#connectorUri], and the
/// server's questions about the outcome of payments at `/connector/ledger`. It can be embedded in
/// any process.
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final LedgerFile file;
  private final Transactions transactions;
  private final HeldRequests heldRequests;
  private final Javalin http;
  private final URI baseUri;

  private Connector(
      LedgerFile file,
      Transactions transactions,
      HeldRequests heldRequests,
      Javalin http,
      URI baseUri) {
    this.file = file;
    this.transactions = transactions;
    this.heldRequests = heldRequests;
    this.http = http;
    this.baseUri = baseUri;
  }

  /// Opens the ledger, starts listening and, in the background, asks the processor for the outcome
  /// of transactions that earlier runs left unsettled.
  ///
  /// @throws IllegalArgumentException if options are invalid; the message lists every problem
  /// @throws IllegalStateException if another connector uses the folder, the address is in use, or
  ///   Jetty's logger is at DEBUG; the message says what to do
  public static Connector start(ConnectorOptions options) {
    return start(options, Optional.empty());
  }

  /// The same with a certificate. Without one, the connector answers plain HTTP.
  public static Connector start(ConnectorOptions options, Optional<SslContextFactory.Server> tls) {
    List<String> problems = options.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The connector's options are invalid: " + String.join("; ", problems));
    }
    LedgerFile file = LedgerFile.open(options.dataFolder());
    try {
      return start(options, file, tls);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// The address at which the connector listens, without a path.
  public URI baseUri() {
    return baseUri;
  }

  /// The URL to configure at Twilio.
  public URI connectorUri() {
    return baseUri.resolve("/connector");
  }

  /// Closes the connections of all waiting requests without an answer, so that Twilio repeats them.
  /// Then stops listening, gives the processor a few seconds to finish, and closes the ledger.
  @Override
  public void close() {
    heldRequests.close();
    transactions.releaseWaiting();
    http.stop();
    transactions.close();
    file.close();
  }

  private static Connector start(
      ConnectorOptions options, LedgerFile file, Optional<SslContextFactory.Server> tls) {
    Ledger ledger = new Ledger(file.jdbi());
    Settlement settlement = new Settlement(ledger, processor(options, file), options.clock());
    Transactions transactions = new Transactions(settlement, options.holdFor());
    HeldRequests heldRequests = new HeldRequests(options.holdFor());
    LedgerView view = new LedgerView(ledger, settlement, transactions);
    Javalin http =
        HttpServer.start(
            options, new Routes(options, transactions, view, ledger, heldRequests), tls);
    transactions.inBackground("Resolving unsettled transactions", view::resolveUnsettled);
    String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
    URI uri =
        URI.create("%s://%s:%s".formatted(tls.isPresent() ? "https" : "http", host, http.port()));
    LOG.info(
        "Connector listens at {} and uses {}",
        uri,
        options.processor().isPresent() ? "a payment gateway" : "the sandbox");
    return new Connector(file, transactions, heldRequests, http, uri);
  }

  private static CardProcessor processor(ConnectorOptions options, LedgerFile file) {
    return options
        .processor()
        .orElseGet(
            () ->
                new SandboxProcessor(
                    new SandboxRecord(file.jdbi()), options.sandboxDelay(), options.clock()));
  }
}
