package dev.agentpay.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A minimal stub of Twilio's REST API: every call is a customer's call in progress, every
/// instruction is accepted at once, and no callbacks are sent.
final class TwilioStub implements AutoCloseable {
  /// How long to wait until the server captures a field.
  private static final int CAPTURE_TIMEOUT_SECONDS = 60;

  private static final int BACKLOG = 1_024;

  private static final Pattern TARGET =
      Pattern.compile("/2010-04-01/Accounts/\\w+/Calls/CA(\\w{32})(/Payments(/\\w+)?)?\\.json");

  private static final Pattern STATUS_CALLBACK = Pattern.compile("(?:^|&)StatusCallback=([^&]*)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, CompletableFuture<URI>> captures = new ConcurrentHashMap<>();

  private TwilioStub(HttpServer server) {
    this.server = server;
  }

  static TwilioStub start() throws IOException {
    // Without TCP_NODELAY, each response waits 40 ms for a TCP acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    final TwilioStub stub =
        new TwilioStub(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG));
    stub.server.createContext("/", stub::handle);
    stub.server.setExecutor(stub.threads);
    stub.server.start();
    return stub;
  }

  URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Returns the sid of the only Payment on a call.
  static String paymentOn(String callSid) {
    return "PK" + callSid.substring(2);
  }

  /// Waits until the server captures a field on this call.
  ///
  /// @return the URL for status callbacks
  URI captureOn(String callSid) throws InterruptedException {
    try {
      return capture(callSid).get(CAPTURE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("The server did not capture a field on call " + callSid, e);
    }
  }

  private CompletableFuture<URI> capture(String callSid) {
    return captures.computeIfAbsent(callSid, _ -> new CompletableFuture<>());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      final String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      final Matcher target = TARGET.matcher(exchange.getRequestURI().getPath());
      if (!target.matches()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      final String callSid = "CA" + target.group(1);
      final byte[] answer =
          (target.group(2) == null ? call(callSid) : payment(callSid))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          exchange.getRequestMethod().equals("POST") ? 201 : 200, answer.length);
      exchange.getResponseBody().write(answer);
      if (target.group(3) != null) {
        statusCallback(body).ifPresent(capture(callSid)::complete);
      }
    }
  }

  private static Optional<URI> statusCallback(String form) {
    final Matcher matcher = STATUS_CALLBACK.matcher(form);
    return matcher.find()
        ? Optional.of(URI.create(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static String call(String callSid) {
    return """
        {"sid":"%s","account_sid":"%s","direction":"inbound","status":"in-progress",\
        "from":"+12025550123","to":"%s"}"""
        .formatted(callSid, BenchAccount.SID, BenchAccount.BUSINESS_NUMBER);
  }

  private static String payment(String callSid) {
    return """
        {"sid":"%s","account_sid":"%s","call_sid":"%s"}"""
        .formatted(paymentOn(callSid), BenchAccount.SID, callSid);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
