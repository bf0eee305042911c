package dev.agentpay.server.http;

import dev.agentpay.server.options.Limits;
import dev.agentpay.server.options.ServerOptions;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Configures Javalin on Jetty for many small requests and many idle SSE connections.
public final class WebServer {
  /// After a restart all pages reconnect at once. With Jetty's default of 50 waiting connections,
  /// 5,000 of them took 47 s; with this value 1.6 s.
  private static final int ACCEPT_QUEUE = 4096;

  /// Bytes. An open SSE connection keeps its output buffer. With Jetty's 32 kB, ten thousand idle
  /// connections took 576 MB; with this value 236 MB.
  private static final int OUTPUT_BUFFER = 2048;

  private static final int OUTPUT_AGGREGATION = 1024;

  /// Bytes. Enough for a request line, a token and the headers of a proxy.
  private static final int REQUEST_HEADERS = 8 * 1024;

  /// Longer than the longest heartbeat interval. It also ends a write that blocks on a slow reader.
  private static final Duration IDLE = Limits.MAX_HEARTBEAT.plusSeconds(5);

  /// How long a browser may refuse plain HTTP after it has seen TLS here.
  private static final Duration HSTS = Duration.ofDays(365);

  private WebServer() {}

  /// @param tls the certificate; empty to answer plain HTTP
  public static Javalin create(
      ServerOptions options,
      Routes routes,
      Optional<Pages> pages,
      Optional<SslContextFactory.Server> tls) {
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = true;
          config.http.compressionStrategy = CompressionStrategy.NONE;
          config.http.prefer405over404 = true;
          config.http.asyncTimeout = 0; // an SSE connection has no time limit
          jetty(config, options, tls);
          config.jetty.modifyServletContextHandler(context -> Cors.install(context, options));
          routes.install(config.routes);
          pages.ifPresent(p -> p.install(config.routes, !routes.haveRoot()));
        });
  }

  /// Returns the base URL of a listening address; an IPv6 address gets brackets.
  public static String url(String scheme, String host, int port) {
    return "%s://%s:%s".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, port);
  }

  private static void jetty(
      JavalinConfig config, ServerOptions options, Optional<SslContextFactory.Server> tls) {
    config.jetty.modifyHttpConfiguration(WebServer::reduceBuffers);
    tls.ifPresent(_ -> config.jetty.modifyHttpConfiguration(WebServer::requireTlsInFuture));
    config.jetty.addConnector(
        (server, http) -> {
          final HttpConnectionFactory plain = new HttpConnectionFactory(http);
          final ServerConnector connector =
              tls.map(certificate -> new ServerConnector(server, certificate, plain))
                  .orElseGet(() -> new ServerConnector(server, plain));
          connector.setHost(options.host());
          connector.setPort(options.port());
          connector.setAcceptQueueSize(ACCEPT_QUEUE);
          connector.setIdleTimeout(IDLE.toMillis());
          connector.addBean(new SlowHeads(connector, options.limits().requestHead()));
          return connector;
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new JettyProblems()));
    config.jetty.modifyServletContextHandler(
        context -> context.setErrorHandler(new JettyProblems()));
  }

  /// Adds HSTS. The name of the host is not checked against the certificate, because that is the
  /// client's part, and a health check may use the address.
  private static void requireTlsInFuture(HttpConfiguration http) {
    http.addCustomizer(new SecureRequestCustomizer(false, HSTS.toSeconds(), false));
  }

  private static void reduceBuffers(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setOutputBufferSize(OUTPUT_BUFFER);
    http.setOutputAggregationSize(OUTPUT_AGGREGATION);
    http.setRequestHeaderSize(REQUEST_HEADERS);
    http.setHeaderCacheSize(0);
    http.setUriCompliance(UriCompliance.DEFAULT);
  }
}
