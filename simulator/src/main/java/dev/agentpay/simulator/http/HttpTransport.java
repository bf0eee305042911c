package dev.agentpay.simulator.http;

import dev.agentpay.simulator.wire.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Sends requests over the real network, with the JDK's HTTP client and one virtual thread per
/// request.
public final class HttpTransport implements Transport, AutoCloseable {
  /// In bytes: Twilio reads at most 64 kB of TwiML (error 11750).
  static final int LONGEST_ANSWER = 64 * 1024;

  /// Longer than every time-out of the simulator. It only keeps requests from staying open for
  /// ever.
  private static final Duration HARD_LIMIT = Duration.ofSeconds(30);

  /// An HTTP client has one connect time-out, so there is one client per value. Beyond this number
  /// of values, requests use an existing client.
  private static final int MOST_CLIENTS = 16;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

  @Override
  public void send(OutgoingRequest request, Consumer<Outcome> outcome) {
    threads.execute(() -> outcome.accept(exchange(request)));
  }

  private Outcome exchange(OutgoingRequest request) {
    try {
      final HttpRequest.Builder builder = HttpRequest.newBuilder(request.url()).timeout(HARD_LIMIT);
      request.headers().forEach(builder::header);
      builder.method(
          request.method(),
          request.body().isEmpty()
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(request.body()));
      final HttpResponse<InputStream> response =
          client(request.connectWithin())
              .send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        final byte[] bytes = body.readNBytes(LONGEST_ANSWER);
        return new Outcome.Answered(
            response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      return new Outcome.NotConnected(reason(e));
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.NoAnswer(reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.NoAnswer("the simulator is closing");
    }
  }

  private HttpClient client(Duration connectWithin) {
    if (clients.size() >= MOST_CLIENTS && !clients.containsKey(connectWithin)) {
      return clients.values().iterator().next();
    }
    return clients.computeIfAbsent(
        connectWithin,
        wait ->
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(wait)
                .executor(threads)
                .build());
  }

  private static String reason(Exception e) {
    @Nullable String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
