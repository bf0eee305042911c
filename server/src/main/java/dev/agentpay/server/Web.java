package dev.agentpay.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/// Javalin on Jetty, set up for many small requests and many idle streams.
final class Web {
  /// After a restart all pages come back at once: with Jetty's default of 50 waiting connections
  /// 5,000 of them took 47 s, with this 1.6 s.
  private static final int ACCEPT_QUEUE = 4096;

  /// An open stream keeps its output buffer: with Jetty's 32 kB ten thousand idle ones took 576 MB,
  /// with this 236.
  private static final int OUTPUT_BUFFER = 2048;

  private static final int OUTPUT_AGGREGATION = 1024;

  /// A request line with a token and a proxy's headers.
  private static final int REQUEST_HEADERS = 8 * 1024;

  /// Longer than the longest pause between two heartbeats; also ends a write that a slow reader
  /// holds up.
  private static final Duration IDLE = Limits.MAX_HEARTBEAT.plusSeconds(5);

  private Web() {}

  static Javalin create(ServerOptions options, Routes routes, Optional<Pages> pages) {
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = true;
          config.http.compressionStrategy = CompressionStrategy.NONE;
          config.http.prefer405over404 = true;
          config.http.asyncTimeout = 0; // a stream has no end of its own
          jetty(config, options);
          cors(config, options.allowedOrigins());
          routes.install(config.routes);
          pages.ifPresent(p -> p.install(config.routes));
        });
  }

  private static void jetty(JavalinConfig config, ServerOptions options) {
    config.jetty.modifyHttpConfiguration(Web::lean);
    config.jetty.addConnector(
        (server, http) -> {
          final ServerConnector connector =
              new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(options.host());
          connector.setPort(options.port());
          connector.setAcceptQueueSize(ACCEPT_QUEUE);
          connector.setIdleTimeout(IDLE.toMillis());
          return connector;
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new JettyProblems()));
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(new JettyProblems()));
  }

  private static void lean(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setOutputBufferSize(OUTPUT_BUFFER);
    http.setOutputAggregationSize(OUTPUT_AGGREGATION);
    http.setRequestHeaderSize(REQUEST_HEADERS);
    http.setHeaderCacheSize(0);
    http.setUriCompliance(UriCompliance.DEFAULT);
  }

  /// A page that is served from elsewhere needs to be named to call us; by default none is.
  private static void cors(JavalinConfig config, Set<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    config.bundledPlugins.enableCors(
        cors ->
            cors.addRule(
                rule -> {
                  origins.forEach(rule::allowHost);
                  rule.exposeHeader("Location");
                  rule.exposeHeader("Retry-After");
                  rule.maxAge = 600;
                }));
  }
}
