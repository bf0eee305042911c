package dev.agentpay.simulator;

import dev.agentpay.simulator.control.SimulatedTwilio;
import dev.agentpay.simulator.http.Connections;
import dev.agentpay.simulator.http.ControlApi;
import dev.agentpay.simulator.http.EventsApi;
import dev.agentpay.simulator.http.HttpTransport;
import dev.agentpay.simulator.http.OriginCheck;
import dev.agentpay.simulator.http.Pages;
import dev.agentpay.simulator.http.SyncApi;
import dev.agentpay.simulator.options.ApplicationOptions;
import dev.agentpay.simulator.options.SimulatorOptions;
import dev.agentpay.simulator.wire.RequestBytes;
import dev.agentpay.simulator.wire.RestAnswer;
import dev.agentpay.simulator.wire.RestRequest;
import dev.agentpay.simulator.wire.TwilioError;
import dev.agentpay.simulator.world.RealTimeline;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running simulator: Twilio's REST interface and the control API on one port.
///
/// Point twilio-java at [#baseUri()] by a custom `HttpClient`; everything else about it stays as
/// for the real Twilio.
public final class Simulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);

  /// A reconnecting server may bring thousands of connections at once; Jetty's default queue of 50
  /// makes them crawl.
  private static final int ACCEPT_QUEUE = 4_096;

  /// The longest form Twilio documents is far below.
  private static final int LONGEST_FORM = 64 * 1024;

  /// An answer that a fault delays is given up after this.
  private static final long LONGEST_DELAY_SECONDS = 120;

  private final SimulatorOptions options;
  private final RealTimeline timeline;
  private final HttpTransport transport = new HttpTransport();
  private final SimulatedTwilio twilio;
  private final EventsApi events;
  private final Javalin server;

  private Simulator(SimulatorOptions options) {
    this.options = options;
    timeline = new RealTimeline(options.timeScale());
    twilio = new SimulatedTwilio(options, timeline, transport);
    events = new EventsApi(twilio);
    server = Javalin.create(this::configure);
  }

  /// Starts on the options' host and port. Throws an unchecked exception of Javalin when the port
  /// is taken.
  public static Simulator start(SimulatorOptions options) {
    var simulator = new Simulator(options);
    try {
      simulator.server.start(options.host(), options.port());
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
    LOG.info("simulator listens on {}", simulator.baseUri());
    return simulator;
  }

  /// Where it listens, with the port that was taken: `http://127.0.0.1:8089`.
  public URI baseUri() {
    return URI.create("http://" + options.host() + ":" + server.port());
  }

  public String accountSid() {
    return options.accountSid();
  }

  /// Signs the webhooks.
  public String authToken() {
    return options.authToken();
  }

  public String apiKeySid() {
    return options.apiKeySid();
  }

  public String apiKeySecret() {
    return options.apiKeySecret();
  }

  /// What softphones dial through: for the voice grant of their access tokens. Empty without
  /// [SimulatorOptions#withApplication(String)].
  public Optional<String> applicationSid() {
    return options.application().map(ApplicationOptions::sid);
  }

  /// The account behind the wire, for callers in the same process.
  public SimulatedTwilio twilio() {
    return twilio;
  }

  @Override
  public void close() {
    events.close();
    server.stop();
    timeline.close();
    transport.close();
  }

  private void configure(io.javalin.config.JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.jetty.modifyServer(
        jetty -> {
          for (var connector : jetty.getConnectors()) {
            if (connector instanceof ServerConnector tcp) {
              tcp.setAcceptQueueSize(ACCEPT_QUEUE);
            }
          }
        });
    config.routes.post("/2010-04-01/<path>", this::rest);
    config.routes.get("/2010-04-01/<path>", this::rest);
    config.routes.post("/v1/<path>", this::rest);
    config.routes.get("/v1/<path>", this::rest);
    config.routes.delete("/v1/<path>", this::rest);
    new OriginCheck(options.host()).addTo(config.routes);
    new ControlApi(twilio).addTo(config.routes);
    events.addTo(config.routes);
    new SyncApi(twilio.syncBrowser(), events).addTo(config.routes);
    new Pages(options.pages()).addTo(config);
    config.routes.exception(RuntimeException.class, Simulator::internalError);
  }

  /// A defect of the simulator: answered as Twilio would, logged without what was sent.
  private static void internalError(RuntimeException e, Context ctx) {
    LOG.error("{} failed with {} at {}", ctx.path(), e.getClass().getName(), e.getStackTrace());
    send(ctx, new TwilioError(500, 20500, "Internal Server Error of the simulator").answer());
  }

  private void rest(Context ctx) throws IOException {
    var bytes = RequestBytes.read(ctx, LONGEST_FORM);
    if (bytes.length > LONGEST_FORM) {
      send(ctx, new TwilioError(413, 20413, "the form is longer than 64 KiB").answer());
      return;
    }
    var request =
        new RestRequest(
            ctx.req().getMethod(),
            ctx.req().getRequestURI(),
            Optional.ofNullable(ctx.req().getQueryString()).orElse(""),
            new String(bytes, StandardCharsets.UTF_8),
            Optional.ofNullable(ctx.req().getHeader("Authorization")),
            Optional.ofNullable(ctx.req().getHeader("If-Match")));
    switch (awaitAnswer(request)) {
      case RestAnswer.Json json -> send(ctx, json);
      case RestAnswer.Lost _ -> Connections.cut(ctx);
    }
  }

  private RestAnswer awaitAnswer(RestRequest request) {
    try {
      return twilio.rest(request).get(LONGEST_DELAY_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return new RestAnswer.Lost();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new RestAnswer.Lost();
    }
  }

  private static void send(Context ctx, RestAnswer.Json json) {
    if (!json.etag().isEmpty()) {
      ctx.header("ETag", json.etag());
    }
    ctx.status(json.status()).contentType("application/json").result(json.text());
  }
}
