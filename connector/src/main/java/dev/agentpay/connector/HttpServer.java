package dev.agentpay.connector;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.LoggerFactory;

/// Starts Javalin on Jetty, configured to neither retain nor reveal the content of requests.
final class HttpServer {
  /// With Jetty's default of 50, a burst of new connections waits for seconds.
  private static final int ACCEPT_QUEUE = 4_096;

  /// How long a connection may be idle, in addition to the time for which a request is held.
  private static final Duration IDLE = Duration.ofSeconds(15);

  /// The most time for the head of a request; Twilio's arrives in one packet.
  private static final Duration REQUEST_HEAD = Duration.ofSeconds(10);

  /// At DEBUG, these loggers write the bytes of requests to the log.
  private static final String[] LOG_REQUEST_BYTES = {
    "org.eclipse.jetty.http.HttpParser",
    "org.eclipse.jetty.io.SocketChannelEndPoint",
    "org.eclipse.jetty.server.internal.HttpConnection"
  };

  private HttpServer() {}

  /// @throws IllegalStateException if the server cannot listen on the address, or if Jetty would
  ///   log requests
  static Javalin start(
      ConnectorOptions options, Routes routes, Optional<SslContextFactory.Server> tls) {
    for (String logger : LOG_REQUEST_BYTES) {
      if (LoggerFactory.getLogger(logger).isDebugEnabled()) {
        throw new IllegalStateException(
            "The logger %s is at DEBUG and would write card data to the log: set it to INFO"
                .formatted(logger));
      }
    }
    Javalin javalin = Javalin.create(config -> configure(config, options, routes, tls));
    try {
      return javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new IllegalStateException(
          "Cannot listen on %s:%s: choose a free port and an address of this machine"
              .formatted(options.host(), options.port()),
          e);
    }
  }

  private static void configure(
      JavalinConfig config,
      ConnectorOptions options,
      Routes routes,
      Optional<SslContextFactory.Server> tls) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyServer(HttpServer::hideErrors);
    config.jetty.addConnector((server, http) -> connector(server, http, options, tls));
    routes.addTo(config.routes);
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration http,
      ConnectorOptions options,
      Optional<SslContextFactory.Server> tls) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ConnectionFactory[] layers =
        tls.map(certificate -> AbstractConnectionFactory.getFactories(certificate, plain))
            .orElseGet(() -> new ConnectionFactory[] {plain});
    ServerConnector connector =
        new ServerConnector(server, null, null, new WipingBufferPool(), -1, -1, layers);
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE.plus(options.holdFor()).toMillis());
    connector.addBean(new SlowHeads(connector, REQUEST_HEAD));
    return connector;
  }

  /// Replaces Jetty's error page, because it repeats the URI. For a POST that would get a 5xx,
  /// closes the connection without an answer, because Twilio treats a 5xx as final although the
  /// charge may have succeeded.
  private static void hideErrors(Server server) {
    server.setErrorHandler(
        (request, response, callback) -> {
          if (response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR_500
              && request.getMethod().equals("POST")) {
            HeldRequests.closeConnection(request);
            callback.failed(new EofException("no answer"));
            return true;
          }
          Problem problem = Problem.of(response.getStatus());
          response.getHeaders().put("Content-Type", "application/problem+json");
          response.write(true, java.nio.ByteBuffer.wrap(problem.json()), callback);
          return true;
        });
  }
}
