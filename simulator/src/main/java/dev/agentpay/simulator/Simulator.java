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
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running simulator: Twilio's REST API and the control API on one port.
///
/// To use twilio-java with it, pass a custom `HttpClient` that sends requests to [#baseUri()].
/// Nothing else differs from real Twilio.
public final class Simulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);

  /// A server that reconnects may open thousands of connections at once. With Jetty's default queue
  /// of 50 they become very slow.
  private static final int ACCEPT_QUEUE = 4_096;

  /// In bytes. The longest form that Twilio documents is far shorter.
  private static final int LONGEST_FORM = 64 * 1024;

  /// A request whose answer takes longer is closed without an answer.
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

  /// Starts a simulator on the host and port of `options`.
  ///
  /// @throws RuntimeException from Javalin, if the port is taken
  public static Simulator start(SimulatorOptions options) {
    final Simulator simulator = new Simulator(options);
    try {
      simulator.server.start(options.host(), options.port());
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
    LOG.info("simulator listens on {}", simulator.baseUri());
    return simulator;
  }

  /// The simulator's address with its actual port, such as `http://127.0.0.1:8089`.
  public URI baseUri() {
    return URI.create("http://" + options.host() + ":" + server.port());
  }

  public String accountSid() {
    return options.accountSid();
  }

  /// The account's primary auth token, which signs the webhooks.
  public String authToken() {
    return options.authToken();
  }

  public String apiKeySid() {
    return options.apiKeySid();
  }

  public String apiKeySecret() {
    return options.apiKeySecret();
  }

  /// The sid of the TwiML application that softphones dial through, for the voice grant of their
  /// access tokens. Empty without [SimulatorOptions#withApplication(String)].
  public Optional<String> applicationSid() {
    return options.application().map(ApplicationOptions::sid);
  }

  /// The simulated account itself, for callers in the same JVM.
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
          for (Connector connector : jetty.getConnectors()) {
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
    config.routes.exception(HttpException.RuntimeException.class, Simulator::unreadable);
    config.routes.exception(IOException.class, Simulator::unreadable);
  }

  /// Answers 500 in Twilio's format after a bug of the simulator. The log omits the exception's
  /// message, because it could contain request data.
  private static void internalError(RuntimeException e, Context ctx) {
    LOG.error("{} failed with {} at {}", ctx.path(), e.getClass().getName(), e.getStackTrace());
    send(ctx, new TwilioError(500, 20500, "Internal Server Error of the simulator").answer());
  }

  /// Answers 400 to a malformed body, and to a client that has hung up.
  private static void unreadable(Exception e, Context ctx) {
    LOG.info("The body of a request could not be read: {}", e.getClass().getName());
    send(ctx, new TwilioError(400, 20001, "The body is malformed or broke off").answer());
  }

  private void rest(Context ctx) throws IOException {
    final byte[] bytes = RequestBytes.read(ctx, LONGEST_FORM);
    if (bytes.length > LONGEST_FORM) {
      send(ctx, new TwilioError(413, 20413, "the form is longer than 64 KiB").answer());
      return;
    }
    final RestRequest request =
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
