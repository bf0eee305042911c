package dev.agentpay.connector;

import dev.agentpay.connector.spi.Order;
import dev.agentpay.connector.spi.SessionId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP routes: payment requests from Twilio, ledger queries from the server, and health
/// checks.
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final BasicAuth twilio;
  private final BasicAuth server;
  private final Transactions transactions;
  private final LedgerView ledgerView;
  private final Ledger ledger;
  private final HeldRequests heldRequests;
  private final RefusalLog refusals = new RefusalLog(System::nanoTime);

  Routes(
      ConnectorOptions options,
      Transactions transactions,
      LedgerView ledgerView,
      Ledger ledger,
      HeldRequests heldRequests) {
    this.twilio = new BasicAuth(options.twilioCredentials());
    this.server = new BasicAuth(List.of(options.ledgerCredentials()));
    this.transactions = transactions;
    this.ledgerView = ledgerView;
    this.ledger = ledger;
    this.heldRequests = heldRequests;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/connector", context -> answer(context, Optional.empty()));
    routes.post("/connector/charge", context -> answer(context, Optional.of(Method.CHARGE)));
    routes.post("/connector/tokenize", context -> answer(context, Optional.of(Method.TOKENIZE)));
    // The path that the Generic Pay Connector demo used. The method is in the body.
    routes.post("/mockPaymentProcessor", context -> answer(context, Optional.empty()));
    routes.get("/connector/ledger", this::ledger);
    routes.get("/health/live", context -> Problem.sendUp(context));
    routes.get("/health/ready", this::ready);
    Problem.handleAll(routes);
  }

  private void answer(Context context, Optional<Method> byPath) {
    if (isUnauthorized(twilio, context)) {
      return;
    }
    final long arrived = System.nanoTime();
    if (heldRequests.isClosing()) {
      heldRequests.hold(context, arrived);
      return;
    }
    final RequestLog log = new RequestLog(byPath);
    final Answer answer = answerOrNone(context, byPath, log);
    log.write(answer);
    if (answer.isKnown()) {
      context.contentType("application/json").result(answer.json());
    } else {
      heldRequests.hold(context, arrived);
    }
  }

  /// Turns every failure into an answer that is not sent, because the outcome may be unknown.
  private Answer answerOrNone(Context context, Optional<Method> byPath, RequestLog log) {
    try {
      return answerTo(context, byPath, log);
    } catch (IOException | HttpException.RuntimeException e) {
      LOG.info("A request could not be read: {}", e.getClass().getName());
      return Answer.unsettled(byPath, "The request could not be read");
    } catch (Throwable e) {
      // Catch an Error too, because Javalin would answer it with a 500.
      Failures.log(LOG, "A request failed", e);
      return Answer.unsettled(byPath, "The connector failed");
    }
  }

  private Answer answerTo(Context context, Optional<Method> byPath, RequestLog log)
      throws IOException {
    Order order;
    try (RequestBody body = RequestBody.read(context.req().getInputStream())) {
      order = OrderReader.read(body, byPath);
    } catch (BadRequest bad) {
      return Answer.bad(bad);
    }
    log.identified(Terms.of(order));
    return transactions.settle(order);
  }

  private void ledger(Context context) {
    if (isUnauthorized(server, context)) {
      return;
    }
    SessionId session;
    try {
      session = new SessionId(Optional.ofNullable(context.queryParam("session")).orElse(""));
    } catch (IllegalArgumentException e) {
      Problem.INVALID_SESSION.send(context);
      return;
    }
    context.contentType("application/json").result(ledgerView.json(session));
  }

  private void ready(Context context) {
    boolean ready;
    try {
      ready = ledger.isReady();
    } catch (RuntimeException e) {
      Failures.log(LOG, "The ledger cannot be read", e);
      ready = false;
    }
    if (ready) {
      Problem.sendUp(context);
    } else {
      Problem.NOT_READY.send(context);
    }
  }

  /// Sends a 401 response and returns true if the credentials are missing or wrong.
  private boolean isUnauthorized(BasicAuth auth, Context context) {
    if (auth.admits(Optional.ofNullable(context.header("Authorization")).orElse(""))) {
      return false;
    }
    refusals
        .take()
        .ifPresent(
            leftOut ->
                LOG.warn(
                    "Rejected a request from {}: credentials are missing or wrong ({} more before)",
                    context.ip(),
                    leftOut));
    context.header("WWW-Authenticate", BasicAuth.CHALLENGE);
    Problem.UNAUTHORIZED.send(context);
    return true;
  }
}
