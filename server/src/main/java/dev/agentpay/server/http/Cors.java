package dev.agentpay.server.http;

import dev.agentpay.server.options.ServerOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.Callback;

/// Allows pages of configured origins to call the API. A request of another origin is answered as
/// usual, but without CORS headers, so the browser hides the answer from the page. It cannot be
/// refused, because our own pages send their origin too.
///
/// Pages that embed us may call the API only. Those of existing clients have paths of their own.
final class Cors extends CrossOriginHandler {
  private static final String API = "/api/";

  /// How long a browser may cache a preflight answer.
  private static final Duration PREFLIGHT_AGE = Duration.ofMinutes(10);

  /// Headers of answers that pages of other origins may read.
  private static final Set<String> EXPOSED_HEADERS =
      Set.of("Location", "Retry-After", "Date", "Heartbeat-Millis", "Stream-Id");

  /// Headers that pages send. The login page of the old AgentPay sends one called `method` by
  /// mistake.
  private static final Set<String> PAGES_HEADERS =
      Set.of("Authorization", "Content-Type", IdempotencyKeys.HEADER, "Last-Event-ID", "method");

  private final Predicate<String> isForPath;

  private Cors(Set<String> origins, Predicate<String> isForPath) {
    this.isForPath = isForPath;
    setAllowedOriginPatterns(
        origins.stream().map(Pattern::quote).collect(Collectors.toUnmodifiableSet()));
    setAllowedMethods(Set.of("GET", "POST", "PUT"));
    setAllowedHeaders(PAGES_HEADERS);
    setExposedHeaders(EXPOSED_HEADERS);
    setAllowCredentials(false); // no cookies across origins
    setPreflightMaxAge(PREFLIGHT_AGE);
  }

  /// Adds what these options need; nothing if they allow no other origin.
  static void install(ServletContextHandler context, ServerOptions options) {
    final Set<String> everywhere = options.allowedOrigins();
    final Set<String> api = new HashSet<>(everywhere);
    api.addAll(options.desk().embedOrigins());
    if (!everywhere.isEmpty()) {
      context.insertHandler(new Cors(everywhere, path -> !path.startsWith(API)));
    }
    if (!api.isEmpty()) {
      context.insertHandler(new Cors(api, path -> path.startsWith(API)));
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isForPath.test(Request.getPathInContext(request))) {
      return super.handle(request, response, callback);
    }
    final Handler next = getHandler();
    return next != null && next.handle(request, response, callback);
  }
}
