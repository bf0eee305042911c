package dev.agentpay.server.http;

import dev.agentpay.events.StoreUnavailableException;
import dev.agentpay.events.Traces;
import dev.agentpay.payments.session.RefusedException;
import dev.agentpay.server.views.ViewJson;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns an exception into a problem document and one log line. Both say what was wrong; neither
/// repeats a value.
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  static final String MEDIA_TYPE = "application/problem+json";

  /// When to retry while the store is unavailable.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /// The status whose answers must name a scheme (RFC 9110).
  private static final int UNAUTHORIZED = ProblemType.UNAUTHORIZED.status();

  private static final int MAX_LOGGED_PATH = 120;

  /// Most field errors that an answer and a log line name. A request may have thousands.
  static final int MAX_ERRORS = 20;

  private Problems() {}

  /// Answers with the problem document for this exception.
  static void answer(
      Context ctx, String route, Exception thrown, RefusalLog<ProblemType> refusals) {
    final ProblemException problem = of(ctx, thrown);
    log(ctx, route, problem, thrown, refusals);
    Bodies.discard(ctx);
    problem
        .retryAfter()
        .ifPresent(d -> ctx.header("Retry-After", String.valueOf(Math.max(1, d.toSeconds()))));
    if (problem.type().status() == UNAUTHORIZED) {
      ctx.header("WWW-Authenticate", "Bearer");
    }
    ctx.status(problem.type().status())
        .contentType(MEDIA_TYPE)
        .result(document(problem.type(), problem.detail(), problem.errors(), problem.more()));
  }

  /// Builds a problem document as in RFC 9457.
  static byte[] document(
      ProblemType type, String detail, List<ProblemException.FieldError> errors) {
    return document(type, detail, errors, Map.of());
  }

  private static byte[] document(
      ProblemType type,
      String detail,
      List<ProblemException.FieldError> errors,
      Map<String, Object> more) {
    final Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type.uri());
    document.put("title", type.title());
    document.put("status", type.status());
    document.put("detail", detail);
    if (!errors.isEmpty()) {
      document.put("errors", errors.stream().limit(MAX_ERRORS).toList());
    }
    document.putAll(more);
    return ViewJson.write(document);
  }

  private static ProblemException of(Context ctx, Exception thrown) {
    return switch (thrown) {
      case ProblemException problem -> problem;
      case RefusedException refused ->
          new ProblemException(
              ProblemType.of(refused.refusal()), String.valueOf(refused.getMessage()));
      case StoreUnavailableException _ ->
          new ProblemException(
              ProblemType.STORE_UNAVAILABLE,
              "nothing has changed; try again with the same Idempotency-Key",
              List.of(),
              Optional.of(RETRY_AFTER));
      case HttpResponseException http when http.getStatus() == 404 ->
          new ProblemException(ProblemType.NOT_FOUND, "there is no such path; see /openapi.json");
      case HttpResponseException http when http.getStatus() == 405 -> {
        final String methods = http.getDetails().getOrDefault("availableMethods", "");
        ctx.header("Allow", methods);
        yield new ProblemException(
            ProblemType.METHOD_NOT_ALLOWED, "this path supports only " + methods);
      }
      default ->
          new ProblemException(
              ProblemType.INTERNAL,
              "internal error; it is unknown whether anything has changed; see the server's log");
    };
  }

  private static void log(
      Context ctx,
      String route,
      ProblemException problem,
      Exception thrown,
      RefusalLog<ProblemType> refusals) {
    final String path = route.isEmpty() ? SafeText.of(ctx.path(), MAX_LOGGED_PATH) : route;
    if (problem.type() == ProblemType.INTERNAL) {
      // The message of an exception may quote a secret; log only the stack trace.
      LOG.error("{} {} failed: {}", ctx.method().name(), path, Traces.of(thrown));
      return;
    }
    final OptionalLong leftOut = refusals.take(problem.type());
    if (leftOut.isPresent()) {
      if (leftOut.getAsLong() > 0) {
        LOG.info(
            "{} refused requests of the type {} were not logged; the metrics count them",
            leftOut.getAsLong(),
            problem.type().kebab());
      }
      final String fields =
          problem.errors().stream()
              .limit(MAX_ERRORS)
              .map(e -> e.field() + " " + e.detail())
              .collect(Collectors.joining("; "));
      LOG.info(
          "refused {} {}: {} {} {}",
          ctx.method().name(),
          path,
          problem.type().status(),
          problem.type().kebab(),
          fields.isEmpty() ? problem.detail() : fields);
    }
  }
}
