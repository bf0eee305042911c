package dev.agentpay.connector;

import dev.agentpay.connector.spi.SessionId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs one line for each request. The line contains only ids, codes and times.
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final long start = System.nanoTime();
  private final Optional<Method> byPath;
  private Optional<Terms> terms = Optional.empty();

  RequestLog(Optional<Method> byPath) {
    this.byPath = byPath;
  }

  void identified(Terms found) {
    terms = Optional.of(found);
  }

  void write(Answer answer) {
    String method = terms.map(Terms::method).or(() -> byPath).map(Method::wire).orElse("-");
    LOG.atInfo()
        .setMessage("request")
        .addKeyValue("transaction", terms.map(t -> t.transactionId().value()).orElse("-"))
        .addKeyValue("session", terms.flatMap(Terms::session).map(SessionId::value).orElse("-"))
        .addKeyValue("method", method)
        .addKeyValue("outcome", answer.outcome())
        .addKeyValue("code", answer.errorCode().orElse("-"))
        .addKeyValue("status", answer.isKnown() ? "200" : "none")
        .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
        .log();
  }
}
