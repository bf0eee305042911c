package dev.agentpay.connector;

import dev.agentpay.connector.spi.Processor;
import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Generic Pay Connector: answers Twilio at [#connectorUri] and tells the server how
/// payments ended at `/connector/ledger`. Runs inside any process.
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final LedgerFile file;
  private final Transactions transactions;
  private final Silence silence;
  private final Javalin http;
  private final URI baseUri;

  private Connector(
      LedgerFile file, Transactions transactions, Silence silence, Javalin http, URI baseUri) {
    this.file = file;
    this.transactions = transactions;
    this.silence = silence;
    this.http = http;
    this.baseUri = baseUri;
  }

  /// Opens the ledger, looks after what the last run left open, and listens.
  ///
  /// @throws IllegalArgumentException with every problem of the options
  /// @throws IllegalStateException when the folder or the port is taken; the message says what to
  ///   do
  public static Connector start(ConnectorOptions options) {
    List<String> problems = options.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The connector's options are wrong: " + String.join("; ", problems));
    }
    LedgerFile file = LedgerFile.open(options.dataFolder());
    try {
      return start(options, file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// Where it listens, without a path.
  public URI baseUri() {
    return baseUri;
  }

  /// The URL to configure at Twilio.
  public URI connectorUri() {
    return baseUri.resolve("/connector");
  }

  /// Closes the connections of those who wait, without an answer: Twilio asks again. Then stops
  /// listening, lets the processor finish for a few seconds, and closes the ledger.
  @Override
  public void close() {
    silence.close();
    transactions.letGo();
    http.stop();
    transactions.close();
    file.close();
  }

  private static Connector start(ConnectorOptions options, LedgerFile file) {
    Ledger ledger = new Ledger(file.jdbi());
    Settlement settlement = new Settlement(ledger, processor(options, file), options.clock());
    Transactions transactions = new Transactions(settlement, options.holdFor());
    Silence silence = new Silence(options.holdFor());
    LedgerView view = new LedgerView(ledger, settlement, transactions);
    Javalin http =
        HttpServer.start(options, new Routes(options, transactions, view, ledger, silence));
    transactions.inBackground("Looking after unsettled transactions", view::lookAfterAll);
    String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
    URI uri = URI.create("http://%s:%d".formatted(host, http.port()));
    LOG.info(
        "Connector with {} listens on {}",
        options.processor().isPresent() ? "a gateway" : "the sandbox",
        uri);
    return new Connector(file, transactions, silence, http, uri);
  }

  private static Processor processor(ConnectorOptions options, LedgerFile file) {
    return options
        .processor()
        .orElseGet(
            () ->
                new SandboxProcessor(
                    new SandboxRecord(file.jdbi()), options.sandboxDelay(), options.clock()));
  }
}
